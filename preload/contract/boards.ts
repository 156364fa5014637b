/**
 * A board on its cable: its console, its files, and how it differs from what it should be.
 */
import { failureData } from './errors.ts';
import { z } from './zod.ts';

/**
 * Who has a board's console.
 *
 *     opening ──► open ──► working ──► open      `working`: a job or a call has the port; the console shows, and takes nothing
 *        │          └───► away ────► open        `away`: the port has gone, and is waited for
 *        └──► refused ──► opening                `refused`: it cannot be opened; tried again when the ports change
 */
export const consoleState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('opening') }),
  z.object({ at: z.literal('open') }),
  z.object({ at: z.literal('working'), who: z.string() }),
  z.object({ at: z.literal('away') }),
  z.object({ at: z.literal('refused'), failure: failureData }),
]);
export type ConsoleState = z.infer<typeof consoleState>;

/** Text is as the board sent it, terminal sequences among it. */
export const consoleEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all'), state: consoleState, text: z.string() }),
  z.object({ type: z.literal('said'), text: z.string() }),
  z.object({ type: z.literal('state'), state: consoleState }),
]);
export type ConsoleEvent = z.infer<typeof consoleEvent>;

/** A name on a board, from its root without a leading slash: `app.py`, `lib/x.py`. */
export const boardFileName = z.string().min(1).max(400);

/** Bytes of a file as base64: a file on a board need not be text. At most 1 MB. */
export const fileContent = z.base64().max(1_400_000);

export const boardFileEntry = z.object({ name: z.string(), size: z.number(), folder: z.boolean() });
export type BoardFileEntry = z.infer<typeof boardFileEntry>;

/** What a folder holds, and the room that is left on the flash, in bytes. */
export const boardFolder = z.object({
  entries: z.array(boardFileEntry),
  freeBytes: z.number(),
  totalBytes: z.number(),
});
export type BoardFolder = z.infer<typeof boardFolder>;

/** What a program came to. `output` is what it printed, at most the last 64 kB. */
export const runResult = z.object({ output: z.string(), error: z.string().nullable() });
export type RunResult = z.infer<typeof runResult>;

/**
 * One file of a board beside what it should be. `replaced`: there, with other content; `added`: should be there and is
 * not; `removed`: is there and belongs to nothing; sizes in bytes, null where there is none.
 */
export const fileDifference = z.object({
  name: z.string(),
  state: z.enum(['same', 'replaced', 'added', 'removed']),
  boardSize: z.number().nullable(),
  wantedSize: z.number().nullable(),
});
export type FileDifference = z.infer<typeof fileDifference>;

/**
 * A board beside an app type of the OTA tree, and the firmware of this program; beside the presets of a recipe too, when
 * they were given. What belongs to the board itself (its Wi-Fi, id, logs, update state) is no difference.
 */
export const boardComparison = z.object({ appType: z.string(), files: z.array(fileDifference) });
export type BoardComparison = z.infer<typeof boardComparison>;

/**
 * Why a file of a golden board is not part of what was made of it. `secret`: it holds passwords or tokens. `identity`: who
 * this very board is. `state`: what its updates left. `log`: what it wrote down. `firmware`: boot.py, which this
 * program brings itself. `not-python`, `folder`: no update could carry it. `too-large`: the server serves none of that
 * size. `unreadable`: settings that are no JSON object, or more than 4 kB.
 */
export const leftOutWhy = z.enum([
  'secret',
  'identity',
  'state',
  'log',
  'firmware',
  'not-python',
  'folder',
  'too-large',
  'unreadable',
]);
export type LeftOutWhy = z.infer<typeof leftOutWhy>;

/** What a golden board became: an app type, a recipe, and what was left on the board, with why (words: `renderer/text/board.ts`). */
export const goldenResult = z.object({
  appType: z.string(),
  recipe: z.string(),
  files: z.array(z.string()),
  leftOut: z.array(z.object({ name: z.string(), why: leftOutWhy })),
});
export type GoldenResult = z.infer<typeof goldenResult>;
