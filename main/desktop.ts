/**
 * The Electron entry: the bench, its window, and the door between them.
 *
 * What must happen before the app is ready happens as this file is read, without waiting for anything: an entry that
 * awaits at its top level would keep Electron from becoming ready.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, session, shell } from 'electron';
import { toFailure } from '../preload/contract/errors.ts';
import { isFinal } from '../preload/contract/jobs.ts';
import { describeFailure } from '../renderer/text/errors.ts';
import { shellText } from '../renderer/text/shell.ts';
import { type Bench, createBench } from './bench.ts';
import { createDispatcher } from './door/dispatcher.ts';
import { openElectronDoor } from './door/electron-door.ts';
import { createHandlers } from './door/handlers.ts';
import { createSources } from './door/sources.ts';
import { readPages } from './door/web-pages.ts';
import { openHome } from './home.ts';
import { RESOURCES } from './resources.ts';
import { secretKeeping } from './shell/key-store.ts';
import { menuTemplate } from './shell/menu.ts';
import { pageSource } from './shell/origin.ts';
import { registerAppScheme, serveApp } from './shell/protocol.ts';
import { askToQuit } from './shell/quit-dialog.ts';
import { createSafeQuit } from './shell/safe-quit.ts';
import { denyPermissions, guardAllContents, openOutside } from './shell/security.ts';
import { claimSingleInstance } from './shell/single-instance.ts';
import { comeHomeAroundSleep } from './shell/sleep.ts';
import { runSmoke } from './shell/smoke.ts';
import { mayLeave } from './shell/unsaved.ts';
import { createWindow } from './shell/window.ts';
import { createVirtualBench } from './virtual/index.ts';

const MANUAL = 'https://docs.micropython.org/en/latest/';
/** Beside `out/main`, where the build puts it. */
const PRELOAD = join(RESOURCES.root, 'out', 'preload', 'electron.cjs');

const log = (line: string) => console.error(line);
const isSmoke = process.argv.includes('--smoke');
const pages = pageSource(process.env.ELECTRON_RENDERER_URL, app.isPackaged);
let window: BrowserWindow | undefined;
let addresses: () => readonly (string | null)[] = () => [];

registerAppScheme();
guardAllContents({ origin: pages.origin, devices: () => addresses() });
begin();

function begin(): void {
  try {
    // A rehearsal touches nobody's data.
    const home = isSmoke ? mkdtempSync(join(tmpdir(), 'bootbench-smoke-')) : openHome().folder;
    // What the browser inside keeps lies in the data folder too, and so does the lock of the single instance.
    const profile = join(home, 'browser');
    mkdirSync(profile, { recursive: true });
    app.setPath('userData', profile);
    if (!claimSingleInstance(() => window)) {
      app.exit(0);
      return;
    }
    app
      .whenReady()
      .then(() => start(home))
      .catch(giveUp);
  } catch (error) {
    giveUp(error);
  }
}

async function start(home: string): Promise<void> {
  // The usual folder is left to the bench to find: with it comes the OTA tree that OTA_BASE may name.
  const bench = await createBench({
    home: isSmoke ? home : undefined,
    virtual: createVirtualBench(),
    // A rehearsal switches no Wi-Fi, and asks no key store.
    ...(isSmoke ? {} : { wifi: 'computer', secrets: await secretKeeping(log) }),
    log,
  });
  addresses = () => bench.registry.list().map(({ address }) => address);
  const quit = createQuit(bench, home);
  comeHomeAroundSleep(bench.comeHome, log);
  await bench.offerApp('skeleton');
  if (pages.kind === 'built') serveApp(await readPages(RESOURCES.pages));
  denyPermissions(session.defaultSession, pages.origin);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        use: app.isPackaged ? 'work' : 'development',
        openDataFolder: () => void shell.openPath(bench.home.folder),
        openManual: () => openOutside(MANUAL),
      }),
    ),
  );

  window = createWindow({
    preload: PRELOAD,
    stateFile: join(home, 'window.json'),
    show: isSmoke ? 'hidden' : 'when-ready',
  });
  const dispatcher = createDispatcher(
    createHandlers(bench, { version: app.getVersion(), door: 'electron' }),
    createSources(bench),
    { log },
  );
  const { webContents } = window;
  openElectronDoor(webContents, { origins: [pages.origin], attach: dispatcher.attach, log });

  const load = () => webContents.loadURL(pages.url);
  if (isSmoke) {
    const code = await runSmoke({ contents: webContents, load, bench, say: (line) => console.log(line) });
    await quit.now(code);
    return;
  }
  const leave = async () => {
    if (await mayLeave(window)) await quit.request();
  };
  window.on('close', (event) => {
    // One window: its end is the program's. It stays until the work is done with.
    event.preventDefault();
    void leave();
  });
  app.on('before-quit', (event) => {
    event.preventDefault();
    void leave();
  });
  webContents.on('render-process-gone', (_, { reason }) => {
    log(`page: gone, ${reason}; loaded again`);
    if (reason !== 'clean-exit') webContents.reload();
  });
  await load();
}

function createQuit(bench: Bench, home: string) {
  return createSafeQuit({
    runningJobs: () => bench.jobs.list().filter((job) => !isFinal(job.state)).length,
    ask: (jobs) => askToQuit(window, jobs),
    close: async () => {
      await bench.close();
      if (isSmoke) sweep(home);
    },
    exit: (code) => app.exit(code),
    log,
  });
}

/** What the browser inside still writes to stays, in the folder for what is not kept. */
function sweep(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    log(`smoke: ${String(error)}`);
  }
}

/** Nothing can be shown but a dialog. */
function giveUp(error: unknown): void {
  const failure = toFailure(error);
  const { sentence, remedy } = describeFailure(failure.toData());
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (!isSmoke) dialog.showErrorBox(shellText.startFailed, `${sentence}\n\n${remedy}`);
  app.exit(1);
}
