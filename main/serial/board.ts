/**
 * One open board, as the other rooms see it. `board-link.ts` makes it.
 */
import type { PortSource, SerialLink } from './ports/link.ts';

/**
 * Where a board is reached. With `ports` it survives a reset that takes its port away; with a bare `link` such a
 * reset ends it.
 */
export type BoardTarget =
  | { readonly ports: PortSource; readonly path: string }
  | { readonly link: SerialLink };

export interface BoardOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface OpenOptions extends BoardOptions {
  /** How often a program is interrupted, and how many milliseconds each try waits for the prompt. Default 5 in 6 s. */
  readonly tries?: readonly number[] | undefined;
  /** Bits a second of the line; default 115,200. */
  readonly baudRate?: number | undefined;
  /**
   * What a port that went is waited for: the same board, at whatever path, or whatever comes to the same path. Default
   * `board`.
   */
  readonly returns?: 'board' | 'path' | undefined;
}

/**
 * What brought a board to its prompt. `at-prompt`: no program ran. `repeated`, `burst`: the first Ctrl-C was swallowed.
 * `other-prompt`: a REPL that is a program (aiorepl) was ended by its own Ctrl-D.
 */
export type HoldStep = 'at-prompt' | 'interrupt' | 'repeated' | 'burst' | 'other-prompt';

export interface HoldReport {
  readonly by: HoldStep;
  /** `fed`: the program had started a watchdog, which is fed now. `unknown`: the board did not answer the question. */
  readonly watchdog: 'none' | 'fed' | 'unknown';
}

export interface ExecOptions extends BoardOptions {
  /** What the program prints, as it arrives, still with its CR LF. */
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined;
  /**
   * `told`: what is printed goes to `onOutput` alone, however much it is, and '' is returned. Default `kept`: it is returned,
   * and more than 32 MB of it, which no file on a flash takes, is given up (`board-protocol`).
   */
  readonly output?: 'kept' | 'told' | undefined;
  /**
   * Called when the board has the whole source: `write` gives bytes to the program's standard input while it runs. A 03
   * among them ends it. What it does not read the prompt gets.
   */
  readonly onStart?: ((write: (bytes: Uint8Array) => void) => void) | undefined;
  /** Milliseconds without a byte from the board after which it is given up (`board-silent`). Default 10,000. */
  readonly silenceMs?: number | undefined;
  /**
   * Milliseconds after which a program that has not ended is given up (`board-protocol`), however much the board says: one
   * that was reset while its port stayed may talk for ever. Default none.
   */
  readonly limitMs?: number | undefined;
  /** Only in this session of the board: `port-vanished` when its port is away or was, instead of waiting for it. */
  readonly session?: number | undefined;
}

export interface ResetOptions extends BoardOptions {
  /**
   * `software`: `machine.reset()` from the raw REPL. `lines`: a pulse on EN by RTS, for a UART bridge whose
   * firmware does not answer. Default `software`.
   */
  readonly how?: 'software' | 'lines' | undefined;
}

export interface WaitForLineOptions extends BoardOptions {
  /** `reset`: lines since the last reset (or open) count too. `now`: only what is yet to come. Default `reset`. */
  readonly since?: 'reset' | 'now' | undefined;
}

/**
 *            exec, interrupt      hardReset, softReset, release
 *     ┌──────────────────────► prompt ────────────────────┐
 *     │                          │                        ▼
 *  console ◄─────────────────────│─── port back ─── away ◄─ port gone (ports given)
 *     │                          │                   ▲
 *     └──────────────── port gone┴───────────────────┘
 *  any ── close(), or port gone without `ports` ──► closed
 */
export type BoardState = 'console' | 'prompt' | 'away' | 'closed';

export interface Board {
  /** The port's path at this moment; a board that re-enumerated may have got another. */
  readonly path: string;
  readonly state: BoardState;
  /** Counts the comings of the port: what a program left in the board's memory lives no longer than one session. */
  readonly session: number;
  /** How the board takes sources: by raw-paste's window, or paced into a plain raw REPL; known after the first `exec`. */
  readonly flow: 'window' | 'paced' | 'unknown';
  /** How it was last got hold of; null before the first time. */
  readonly hold: HoldReport | null;
  /**
   * Runs source in the raw REPL and gives what it printed, with LF for CR LF. Takes hold of the board first when a
   * program runs on it. Calls queue up. Abort: Ctrl-C, the board is left at its prompt, the signal's reason is thrown.
   * @throws Failure `board-exec`, `board-silent`, `board-busy`, `board-protocol`, `port-vanished`
   */
  exec(source: string | Uint8Array, options?: ExecOptions): Promise<string>;
  /** The value of one Python expression, by way of JSON: check it before use. Errors as `exec`. */
  evaluate(expression: string, options?: ExecOptions): Promise<unknown>;
  /** Stops what runs and leaves the board in its raw REPL, without a soft reset. Errors as `exec`. */
  interrupt(options?: BoardOptions): Promise<void>;
  /**
   * Resets the chip and comes back when the port is open again (USB-CDC boards take it away) or the board speaks again or was silent for 0.3 s
   * (UART bridges). Lines kept for `waitForLine` start anew here; nothing that is printed after is lost.
   * @throws Failure `port-vanished` when it does not come back in 15 s, and as `exec`
   */
  hardReset(options?: ResetOptions): Promise<void>;
  /**
   * Runs boot.py and main.py anew, by Ctrl-D at the friendly prompt: flash, clock, radio and watchdog go on. The console is
   * on when it comes back.
   * @throws as `exec`
   */
  softReset(options?: BoardOptions): Promise<void>;
  /**
   * Sends what a person types, only while the state is `console`: at the prompt it would be a part of somebody's work.
   * What begins with a Ctrl-C goes instead of what was typed before it and is not sent yet.
   * @throws Failure `console-closed`, `port-vanished`; the signal's reason
   */
  type(bytes: Uint8Array, options?: BoardOptions): Promise<void>;
  /** What the board says by itself: boot, programs, the friendly REPL. Never an exec's output. Returns the way to stop. */
  onConsole(listener: (bytes: Uint8Array) => void): () => void;
  /** The same in lines, without ANSI sequences and control characters. */
  onLine(listener: (line: string) => void): () => void;
  /** Lines since the last reset or open, at most the last 1,000. */
  lines(): readonly string[];
  /**
   * The first line that fits. No limit of its own: give a signal.
   * @throws the signal's reason; Failure `port-vanished` when the board is closed or gone for good
   */
  waitForLine(fits: (line: string) => boolean, options?: WaitForLineOptions): Promise<string>;
  onState(listener: (state: BoardState) => void): () => void;
  /**
   * Leaves the friendly REPL behind (Ctrl-B) when at the prompt; a watchdog that was fed is so no more, and brings the
   * program back. Idempotent; never throws.
   */
  close(): Promise<void>;
}
