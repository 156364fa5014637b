/** What every command is given. */
import type { Output } from './output.ts';

export interface CommandContext {
  readonly out: Output;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command's work with its options and arguments, as commander hands them over. */
export type Run<O> = (context: CommandContext, options: O, args: readonly string[]) => Promise<void>;
