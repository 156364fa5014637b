/** Programs of the system that switch its Wi-Fi: run without a shell, and ended when the order is called off. */
import { execFile } from 'node:child_process';

export interface Ran {
  /** Exit code. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** No secret among `args`: every program of the computer can read them. What is secret goes by `input` or a file. */
export interface RunOptions {
  readonly signal: AbortSignal;
  /** For its standard input. */
  readonly input?: string | undefined;
}

/** @throws ProgramMissing, the signal's reason */
export type Run = (file: string, args: readonly string[], options: RunOptions) => Promise<Ran>;

/** There is no such program, or it may not be run. */
export class ProgramMissing extends Error {
  override readonly name = 'ProgramMissing';
}

/** What a shell says of a program that a signal ended. */
const KILLED = 128;

export const runProgram: Run = (file, args, { signal, input }) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = execFile(file, [...args], { signal, windowsHide: true }, (error, stdout, stderr) => {
      if (signal.aborted) return reject(signal.reason);
      // A word is what kept it from being started, a number what it ended with.
      if (typeof error?.code === 'string')
        return reject(new ProgramMissing(`${file} cannot be run`, { cause: error }));
      resolve({ code: error === null ? 0 : (error.code ?? KILLED), stdout, stderr });
    });
    // One that ends without reading is no failure of ours.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });

/** The first line that says something, for a person who looks for the cause. */
export function firstLine({ stdout, stderr }: Ran): string {
  const lines = `${stderr}\n${stdout}`.split(/\r?\n/).map((line) => line.trim());
  return lines.find((line) => line !== '') ?? '';
}
