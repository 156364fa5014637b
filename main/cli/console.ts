/**
 * `console`: what a board says, and what a person types to it, until Ctrl-]. The board is sent nothing else: its program
 * goes on. It survives resets and pulled plugs.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ConsoleState } from '../../preload/contract/boards.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import type { Boards } from '../boards/index.ts';
import { problemOf } from '../problem.ts';
import { withBoards } from './board-context.ts';
import type { CommandContext } from './context.ts';

export interface ConsoleOptions {
  readonly log?: string;
}

/** Ctrl-]. Nothing in MicroPython's REPL wants it. */
const LEAVE = 0x1d;
const CTRL_C = '\u0003';

export async function runConsole(
  { out, signal }: CommandContext,
  port: string,
  options: ConsoleOptions,
): Promise<void> {
  const leave = new AbortController();
  const over = AbortSignal.any([signal, leave.signal]);
  const log = options.log === undefined ? undefined : createWriteStream(options.log, { flags: 'a' });
  const logged = log === undefined ? Promise.resolve() : finished(log);
  const ended = Promise.withResolvers<void>();
  over.addEventListener('abort', () => ended.resolve(), { once: true });
  logged.catch((error: unknown) => {
    const problem = problemOf(error);
    ended.reject(new Failure('file-unwritable', { path: options.log ?? '', problem }, error));
  });

  await withBoards({ port }, async ({ boards }) => {
    const open = Promise.withResolvers<void>();
    const aside = (text: string) => void process.stderr.write(`\r\n[${text}]\r\n`);
    let wasOpen = false;
    const enter = (state: ConsoleState) => {
      out.say(null, { type: 'state', ...state });
      if (state.at === 'open') {
        if (wasOpen && out.format === 'text') aside('it is back');
        wasOpen = true;
        open.resolve();
      } else if (state.at === 'refused' && !wasOpen) {
        const { code, params } = state.failure;
        ended.reject(new Failure(code as Failure['code'], params as Failure['params']));
      } else if (out.format === 'text') {
        if (state.at === 'away') aside(`${port} is away, and is waited for`);
        if (state.at === 'refused') aside(describeFailure(state.failure).sentence);
      }
    };
    const say = (text: string) => {
      if (text === '') return;
      log?.write(text);
      if (out.format === 'text') process.stdout.write(text);
      else out.say(null, { type: 'said', text });
    };
    const stop = boards.watch(port, (event) => {
      if (event.type !== 'said') enter(event.state);
      if (event.type !== 'state') say(event.text);
    });
    const silence = listen(boards, port, open.promise, () => leave.abort());
    // Only now: until the terminal is raw, a Ctrl-C is a signal to this process, and not the board's.
    if (process.stdin.isTTY && out.format === 'text') aside(`${port}; Ctrl-] leaves`);
    try {
      await ended.promise;
    } finally {
      silence();
      stop();
    }
  });
  log?.end();
  await logged;
  // Ctrl-C ends a console that is piped, and that is how it ends well.
}

/** Types what comes from standard input, in its order and once the board's console is open. Returns the way out. */
function listen(boards: Boards, port: string, open: Promise<void>, leave: () => void): () => void {
  const { stdin } = process;
  const isTerminal = stdin.isTTY;
  const decoder = new TextDecoder();
  let turn = open;
  const keysOf = isTerminal ? fromCtrlC : entered();
  const type = (bytes: Uint8Array) => {
    const keys = keysOf(decoder.decode(bytes, { stream: true }));
    if (keys === '') return;
    // A file is typed as it is; a person's Ctrl-C goes before what waits.
    const before = isTerminal ? open : turn;
    // What cannot be typed now is lost, as on any terminal: the line about the board's state says why.
    turn = before.then(() => boards.type(port, keys)).catch(() => undefined);
  };
  const hear = (bytes: Buffer) => {
    const at = isTerminal ? bytes.indexOf(LEAVE) : -1;
    if (at !== 0) type(at < 0 ? bytes : bytes.subarray(0, at));
    if (at >= 0) leave();
  };
  if (isTerminal) stdin.setRawMode(true);
  stdin.on('data', hear);
  return () => {
    stdin.off('data', hear);
    if (isTerminal) stdin.setRawMode(false);
    stdin.pause();
  };
}

/** What a person typed before a Ctrl-C, or pasted, is not wanted any more. */
const fromCtrlC = (text: string): string => text.slice(Math.max(0, text.lastIndexOf(CTRL_C)));

/** Lines of a file end in LF or CR LF, of which a read may end in the middle; Enter is CR. */
function entered(): (text: string) => string {
  let last = '';
  return (text) => {
    const rest = last.endsWith('\r') && text.startsWith('\n') ? text.slice(1) : text;
    last = text === '' ? last : text;
    return rest.replace(/\r?\n/g, '\r');
  };
}
