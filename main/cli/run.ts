/** `exec` and `run`: code on a board, its output as it comes; Ctrl-C ends the program, and the board is at its prompt. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Failure } from '../../preload/contract/errors.ts';
import { runSource } from '../boards/index.ts';
import { problemOf } from '../problem.ts';
import { type PortOption, withBoards } from './board-context.ts';
import type { CommandContext } from './context.ts';

/** `-` is standard input. */
export async function runExec(context: CommandContext, code: string, options: PortOption): Promise<void> {
  await runOnBoard(context, code === '-' ? await text(process.stdin) : code, options);
}

export async function runRun(context: CommandContext, file: string, options: PortOption): Promise<void> {
  const source = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure('file-unreadable', { path: file, problem: problemOf(error) }, error);
  });
  await runOnBoard(context, source, options);
}

/** @throws Failure `program-failed` with the traceback */
async function runOnBoard(
  { out, signal }: CommandContext,
  source: string,
  options: PortOption,
): Promise<void> {
  const lines = new LineEnds((said) => {
    if (out.format === 'text') process.stdout.write(said);
    else out.say(null, { type: 'output', text: said });
  });
  await withBoards(options, async ({ boards, port }) => {
    const { error } = await boards.work(port, { signal, who: 'run', as: 'call' }, (board) =>
      runSource(board, source, { signal, onOutput: (bytes) => lines.feed(bytes) }),
    );
    lines.end();
    if (error === null) {
      out.say(null, { type: 'done' });
      return;
    }
    if (out.format === 'text') process.stderr.write(`${error}\n`);
    const last = error.split('\n').at(-1) ?? '';
    throw new Failure('program-failed', { port, error: last, traceback: error });
  });
}

/** A board's CR LF as LF, and its UTF-8 as text, however the chunks fall. */
class LineEnds {
  readonly #tell: (text: string) => void;
  readonly #decoder = new TextDecoder();
  #held = '';

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  feed(bytes: Uint8Array): void {
    const all = this.#held + this.#decoder.decode(bytes, { stream: true });
    this.#held = all.endsWith('\r') ? '\r' : '';
    this.#say(all.slice(0, all.length - this.#held.length));
  }

  end(): void {
    this.#say(this.#held);
    this.#held = '';
  }

  #say(said: string): void {
    if (said !== '') this.#tell(said.replaceAll('\r\n', '\n'));
  }
}
