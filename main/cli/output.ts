/** How commands speak: sentences for people, or one JSON object a line for programs. */
import type { Failure } from '../../preload/contract/errors.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { plainLines } from '../plain-text.ts';

export interface Output {
  readonly format: 'text' | 'json';
  /** The same said in both ways: `text` for people, `data` for programs. Null says nothing there. */
  say(text: string | null, data: Readonly<Record<string, unknown>> | null): void;
  fail(failure: Failure): void;
}

export function createOutput(
  format: 'text' | 'json',
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
  writeError: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Output {
  return {
    format,
    say(text, data) {
      if (format === 'json') {
        if (data) write(JSON.stringify(data));
      } else if (text !== null) {
        // Some of it was said by a device: nothing in it may move the cursor.
        write(plainLines(text));
      }
    },
    fail(failure) {
      const { sentence, remedy } = describeFailure(failure.toData());
      if (format === 'json') {
        write(JSON.stringify({ type: 'error', ...failure.toData(), sentence, remedy }));
      } else {
        writeError(plainLines(`${sentence}\n  ${remedy}`));
      }
    },
  };
}
