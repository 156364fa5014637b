/** `ui`: the app, served to the browsers of this computer until Ctrl-C. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import { createBench } from '../bench.ts';
import { createDispatcher } from '../door/dispatcher.ts';
import { createHandlers } from '../door/handlers.ts';
import { createSources } from '../door/sources.ts';
import { createWebDoor, type WebDoor, type WebDoorOptions } from '../door/web-door.ts';
import { RESOURCES } from '../resources.ts';
import { createVirtualBench } from '../virtual/index.ts';
import type { CommandContext } from './context.ts';
import { wholeNumber } from './options.ts';
import { untilStopped } from './until-stopped.ts';

export interface UiOptions {
  readonly port?: string;
  readonly virtual?: true;
  /** Seals the passwords of sites that are saved. */
  readonly keyFile?: string;
}

/** Where the app is looked for first. The same one each time, so that a page that is still open finds it again. */
const UI_PORT = 8265;

const log = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * `pages`: the folder of the built app.
 * @throws Failure `bad-usage`, `file-unreadable` (the app is not built), `key-file-refused`, `key-file-wrong`, `address-in-use`,
 *   `address-denied`
 */
export async function runUi(
  { out, signal }: CommandContext,
  options: UiOptions,
  pages: string = RESOURCES.pages,
): Promise<void> {
  const wanted = options.port === undefined ? undefined : wholeNumber('port', options.port, 0, 65_535);
  const start = join(pages, 'index.html');
  if (!existsSync(start)) {
    const problem = 'the pages are not built yet; type: npm run build';
    throw new Failure('file-unreadable', { path: start, problem });
  }
  const bench = await createBench({
    virtual: createVirtualBench(),
    usb: options.virtual ? 'none' : 'all',
    wifi: options.virtual ? 'virtual' : 'computer',
    ...(options.keyFile === undefined ? {} : { secrets: { kind: 'key-file', path: options.keyFile } }),
    log,
  });
  let door: WebDoor | undefined;
  try {
    await bench.offerApp('skeleton');
    const handlers = createHandlers(bench, { version: await version(), door: 'web' });
    const dispatcher = createDispatcher(handlers, createSources(bench), { log });
    const opened = await openDoor({ dispatcher, pages, log }, wanted);
    door = opened.door;
    const { url, origin } = opened;
    out.say(`Bootbench is at ${url} until Ctrl-C.`, { type: 'listening', url, origin });
    await untilStopped(signal);
  } finally {
    await door?.stop();
    await bench.close();
  }
}

/** At the usual port, or at any when somebody else has it; at the wanted one or not at all. */
async function openDoor(options: WebDoorOptions, wanted: number | undefined) {
  const open = async (port: number) => {
    const door = createWebDoor({ ...options, port });
    return { door, ...(await door.start()) };
  };
  if (wanted !== undefined) return open(wanted);
  try {
    return await open(UI_PORT);
  } catch (error) {
    if (!isFailure(error, 'address-in-use') && !isFailure(error, 'address-denied')) throw error;
    return open(0);
  }
}

async function version(): Promise<string> {
  const text = await readFile(join(RESOURCES.root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
