/** The one window. */
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { shellText } from '../../renderer/text/shell.ts';
import { guardUnsaved } from './unsaved.ts';
import { LEAST, placeWindow, readWindowState, writeWindowState } from './window-state.ts';

export interface WindowOptions {
  /** Path of the built preload script. */
  readonly preload: string;
  /** File that keeps the window's place. */
  readonly stateFile: string;
  /** `hidden` for a run that nobody watches. */
  readonly show: 'when-ready' | 'hidden';
}

/** The page's ground, so that nothing flashes before it is drawn. */
const GROUND = { light: '#fbfcfc', dark: '#181c1d' } as const;

export function createWindow({ preload, stateFile, show }: WindowOptions): BrowserWindow {
  const place = placeWindow(
    readWindowState(stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...place.box,
    minWidth: Math.min(LEAST.width, place.box.width),
    minHeight: Math.min(LEAST.height, place.box.height),
    show: false,
    title: shellText.title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (show === 'when-ready') {
    window.once('ready-to-show', () => {
      if (place.shown === 'maximized') window.maximize();
      window.show();
    });
  }
  const keep = () => {
    if (window.isDestroyed()) return;
    writeWindowState(stateFile, {
      box: window.getNormalBounds(),
      shown: window.isMaximized() ? 'maximized' : 'normal',
    });
  };
  window.on('close', keep);
  guardUnsaved(window);
  // Quitting by menu closes no window.
  app.on('before-quit', keep);
  return window;
}
