/** A bench with everything real behind its pages, on a virtual table, and a real browser before them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { type Bench, createBench } from '../../main/bench.ts';
import { type Eyes, watchBlinks } from '../../main/cli/virtual-eyes.ts';
import { createDispatcher } from '../../main/door/dispatcher.ts';
import { createHandlers } from '../../main/door/handlers.ts';
import { createSources } from '../../main/door/sources.ts';
import { createWebDoor, type WebDoor } from '../../main/door/web-door.ts';
import { untilPlugged } from '../../main/serial/index.ts';
import { type AddBoard, createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import type { Recipe } from '../../preload/contract/models.ts';
import { appText } from '../../renderer/text/app.ts';
import { benchText } from '../../renderer/text/bench.ts';
import { partsText } from '../../renderer/text/parts.ts';
import { provisionText } from '../../renderer/text/provision.ts';
import { canRunChromium, chromiumPath } from '../capabilities.ts';
import { PAGES } from './pages.ts';

/** Says by itself in `npm test` why it is left out: see `test/capabilities.ts`. */
export const describeWithBrowser = describe.skipIf(!canRunChromium);

export const SITE = { ssid: 'Bench', password: 'virtual-bench' };
/** How long anything on a page is awaited; a sign of a hang, never of slowness. */
const PATIENCE_MS = 40_000;

/** What the browser says where a socket is not to be had, and what the door answers to the plain question why. */
const LOSSES = /WebSocket connection|ERR_CONNECTION_REFUSED|401 \(Unauthorized\)|426 \(Upgrade Required\)/;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium here');
  return chromium.launch({ executablePath: chromiumPath, args: FLAGS });
}

let shared: Browser | undefined;

/** One browser for all tests of a file; each window is a context of its own. */
export function useBrowser(): void {
  if (!canRunChromium) return;
  beforeAll(async () => {
    shared = await launchBrowser();
  });
  afterAll(async () => {
    await shared?.close();
    shared = undefined;
  });
}

export interface Window {
  readonly page: Page;
  /** What no page of ours may do: errors, broken policies, dialogs. Empty, or the test fails at its end. */
  readonly trouble: string[];
  close(): Promise<void>;
}

export interface Stage {
  readonly bench: Bench;
  readonly origin: string;
  /** The link that lets a browser in, of the door's last start. */
  link(): string;
  /** A window of its own, at this path of the app. */
  open(path?: string, options?: WindowOptions): Promise<Window>;
  /** A board on the table, plugged in. */
  addBoard(options?: Partial<AddBoard>): Promise<VirtualBoard>;
  /** Provisions it without any page and gives the id of the device. */
  makeDevice(recipe?: Partial<Recipe>): Promise<{ deviceId: string; board: VirtualBoard }>;
  /** The web door goes, and comes back at the same address. */
  readonly door: { stop(): Promise<void>; start(): Promise<void> };
  /** A JSON body for the OTA server, as a device sends it. */
  post(path: string, body: unknown): Promise<Response>;
  /** Every window that is open, as a picture in the ignored `out/tested`. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly heartbeatIntervalMs?: number;
  readonly browser?: Browser;
  readonly log?: (line: string) => void;
}

export interface WindowOptions extends Pick<BrowserContextOptions, 'colorScheme' | 'viewport'> {
  /** The console may hold errors of the network, because the test takes the door away. */
  readonly lossy?: true;
}

/** Inside a test; everything goes when it ends. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const stage = await buildStage(options);
  onTestFinished(async ({ task }) => {
    const broken = task.result?.state === 'fail';
    if (broken) await stage.picture(task.name.replaceAll(/[^a-z]+/gi, '-'));
    await stage.close();
  });
  return stage;
}

export async function buildStage(options: StageOptions = {}): Promise<Stage> {
  const browser = options.browser ?? shared;
  if (browser === undefined) throw new Error('useBrowser() comes first');
  const log = options.log ?? (() => {});
  const home = await mkdtemp(join(tmpdir(), 'bootbench-e2e-'));
  const { heartbeatIntervalMs } = options;
  const virtual = createVirtualBench();
  const bench = await createBench({
    home,
    virtual,
    usb: 'none',
    ...(heartbeatIntervalMs === undefined ? {} : { ota: { heartbeatIntervalMs } }),
    log,
  });
  await bench.offerApp('skeleton');
  const handlers = createHandlers(bench, { version: '0.0.0', door: 'web' });
  const dispatcher = createDispatcher(handlers, createSources(bench), { log });
  const windows = new Set<Window>();

  const openDoor = async (port: number) => {
    const opened = createWebDoor({ dispatcher, pages: PAGES, port, log });
    return { opened, ...(await opened.start()) };
  };
  let door: WebDoor;
  let url: string;
  const { opened, origin, url: first } = await openDoor(0);
  door = opened;
  url = first;

  const addBoard = async (board: Partial<AddBoard> = {}) => {
    if (virtual.radio.gateway(SITE.ssid) === undefined) virtual.radio.addNetwork(SITE);
    const added = virtual.addBoard({ kind: 'pico', ...board });
    await untilPlugged(bench.ports, added.path, AbortSignal.timeout(PATIENCE_MS));
    return added;
  };

  return {
    bench,
    origin,
    link: () => url,
    addBoard,
    async open(path = '/', { lossy, ...look } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
        ...look,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const trouble: string[] = [];
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      page.on('dialog', (dialog) => {
        trouble.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return;
        if (lossy && LOSSES.test(message.text())) return;
        trouble.push(`console: ${message.text()}`);
      });
      await page.goto(url);
      if (path !== '/') await page.goto(`${origin}${path}`);
      const window: Window = {
        page,
        trouble,
        async close() {
          windows.delete(window);
          await context.close();
        },
      };
      windows.add(window);
      return window;
    },
    async makeDevice(recipe = {}) {
      const board = await addBoard(recipe.kind ? { kind: recipe.kind } : {});
      const job = await bench.provision({
        port: board.path,
        site: SITE,
        recipe: {
          name: 'Skeleton',
          kind: null,
          appType: 'skeleton',
          install: 'platform',
          wifi: 'cable',
          identify: 'skip',
          ...recipe,
        },
      });
      const end = await bench.jobs.finished(job);
      if (end.status !== 'done') throw new Error(`the job ended as ${JSON.stringify(end)}`);
      const { deviceId } = end.result as { deviceId: string };
      return { deviceId, board };
    },
    door: {
      stop: () => door.stop(),
      async start() {
        const again = await openDoor(Number(new URL(origin).port));
        door = again.opened;
        url = again.url;
      },
    },
    async post(path, body) {
      const { state } = bench.ota;
      if (state.status !== 'on') throw new Error(`the OTA server is ${state.status}`);
      return fetch(`http://127.0.0.1:${state.port}/iot${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
    async picture(name) {
      for (const [index, { page }] of [...windows].entries())
        await page.screenshot({ path: join(PAGES, '..', `${name}-${index + 1}.png`) });
    },
    async close() {
      const trouble = [...windows].flatMap((window) => window.trouble);
      await Promise.all([...windows].map((window) => window.close()));
      await door.stop();
      await bench.close();
      await rm(home, { recursive: true, force: true });
      expect(trouble).toEqual([]);
    },
  };
}

/** Resolves when the page has loaded all that it shows: it says what it is, and nothing on it is still asked for. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main :is(h1, h2, h3)').first().waitFor();
  await page.waitForFunction(
    () =>
      document.fonts.status === 'loaded' &&
      document.querySelector('main')?.checkVisibility() === true &&
      !/\bAsking\b|\breading\b/.test(document.querySelector('main')?.textContent ?? ''),
  );
}

/** The only board on the table. */
export function onlyBoard(stage: Stage): VirtualBoard {
  const [board] = stage.bench.virtual?.boards ?? [];
  if (board === undefined) throw new Error('there is no board on the table');
  return board;
}

export const tile = (page: Page, slot: string, word: string): Locator =>
  page.getByRole('article', { name: `${partsText.slot(slot)}, ${word}`, exact: true });

export const button = (page: Page | Locator, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

export const place = (page: Page, name: keyof typeof appText.places): Locator =>
  page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${appText.places[name]}`) });

/** From a fresh tile to the list of networks that the board hears. */
export async function toNetworks(page: Page, slot = 'V1'): Promise<void> {
  await button(tile(page, slot, benchText.words.ready), benchText.actions.provision).click();
  await button(page, provisionText.recipe.next).click();
  await network(page, SITE.ssid).waitFor();
}

export const network = (page: Page, ssid: string): Locator =>
  page
    .getByRole('radiogroup', { name: provisionText.wifi.networks })
    .locator('label')
    .filter({ has: page.getByText(ssid, { exact: true }) });

/** The colour in which something is written, as red, green and blue of 0 to 255. */
export function inkOf(locator: Locator): Promise<number[]> {
  return locator.evaluate((element) => {
    const pixel = document.createElement('canvas').getContext('2d');
    if (pixel === null) return [];
    pixel.fillStyle = getComputedStyle(element).color;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
  });
}

/** Says yes at the page once the lights of the board have truly flashed five times. */
export async function sayBlinked(page: Page, eyes: Eyes): Promise<void> {
  await page.getByRole('heading', { name: provisionText.blink.title }).waitFor();
  await eyes.seen(5, AbortSignal.timeout(PATIENCE_MS));
  await button(page, provisionText.blink.yes).click();
}

export { watchBlinks };
