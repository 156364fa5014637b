/**
 * What this machine has that some tests need. A suite asks here whether it can run; `run.ts` says what is left out.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Capability {
  readonly name: string;
  readonly here: boolean;
  /** What stays untested without it. */
  readonly leavesOut: string;
  /** How to get it. */
  readonly remedy: string;
}

/** True when a program of this name lies in the PATH. */
export function hasProgram(name: string): boolean {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .some((folder) => names.some((file) => isExecutable(join(folder, file))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A pair of connected serial ports made by socat; Windows has no pseudo-terminals that serialport could open. */
export const canMakePty = process.platform !== 'win32' && hasProgram('socat');

/** Where a Chromium lies: the one named in `CHROMIUM`, or Debian's. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== '' && isExecutable(path));

export const canRunChromium = chromiumPath !== undefined;

export function capabilities(): Capability[] {
  return [
    {
      name: 'Chromium',
      here: canRunChromium,
      leavesOut: 'the pages driven in a browser, test/e2e; their parts are still tested without one',
      remedy:
        process.platform === 'linux' ? 'apt-get install chromium' : 'its path in the environment as CHROMIUM',
    },
    {
      name: 'pseudo-terminals (socat)',
      here: canMakePty,
      leavesOut: 'the serial suite over a real serial port driver; it still runs on virtual boards',
      remedy:
        process.platform === 'win32'
          ? 'they do not exist on Windows'
          : process.platform === 'darwin'
            ? 'brew install socat'
            : 'apt-get install socat',
    },
  ];
}
