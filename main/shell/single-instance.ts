/** One program a data folder: a second start only brings the first one's window to the front. */
import { app, type BrowserWindow } from 'electron';

/** False when another one runs, which has been told. */
export function claimSingleInstance(window: () => BrowserWindow | undefined): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    const present = window();
    if (!present) return;
    if (present.isMinimized()) present.restore();
    present.show();
    present.focus();
  });
  return true;
}
