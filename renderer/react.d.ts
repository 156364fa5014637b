/** Parts hand measures to their style sheets as variables (`--fraction`). */
import 'react';

declare module 'react' {
  interface CSSProperties {
    readonly [variable: `--${string}`]: string | number | undefined;
  }
}
