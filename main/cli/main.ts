/** Runs the command line and gives the exit code: 0 done, 1 failed, 2 used wrongly. */
import { CommanderError } from 'commander';
import { type ErrorCode, Failure, toFailure } from '../../preload/contract/errors.ts';
import { DemoFailed } from './demo/index.ts';
import { DoctorFound } from './doctor.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

export type ExitCode = 0 | 1 | 2;

const MISUSE: ReadonlySet<ErrorCode> = new Set(['bad-usage', 'bad-input']);
/** As shells count a program that Ctrl-C ended; the design knows only "failed". */
const STOPPED = 1;

export async function runCommandLine(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = createProgram(async (format, work) => {
    const out = createOutput(format);
    try {
      await work({ out, signal });
    } catch (error) {
      if (signal.aborted) {
        out.say('Stopped.', { type: 'stopped' });
        exit = STOPPED;
        return;
      }
      if (error instanceof DemoFailed || error instanceof DoctorFound) {
        exit = 1;
        return;
      }
      const failure = wasLeft(error) ? new Failure('cancelled', {}) : toFailure(error);
      out.fail(failure);
      // A sentence is for people; what nobody foresaw needs its trace.
      if (failure.code === 'unexpected' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
      exit = MISUSE.has(failure.code) ? 2 : 1;
    }
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end by way of an error with exit code 0.
    return error.exitCode === 0 ? 0 : 2;
  }
  return exit;
}

/** Ctrl-C at a prompt: the prompts end with an error of their own. */
function wasLeft(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}
