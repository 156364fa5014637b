/** Text that a page holds and that is not saved anywhere: nobody loses it without having been asked. */
import { type BrowserWindow, dialog } from 'electron';
import { shellText } from '../../renderer/text/shell.ts';

const LEAVE = 0;
const STAY = 1;

/** A page that does not answer for so long is not waited for: its window could never be closed. */
const ANSWERS_MS = 1000;

/** As a browser would ask it before it unloads; false when it holds itself open. */
const ASK_PAGE = `window.dispatchEvent(new Event('beforeunload', { cancelable: true }))`;

/** A page that holds itself open is left only when a person says so. A browser asks; Electron would refuse without a word. */
export function guardUnsaved(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    if (askToLeave(window)) event.preventDefault();
  });
}

/** True when nothing is lost by ending the program, or somebody said that it may be. Quitting unloads no page by itself. */
export async function mayLeave(window: BrowserWindow | undefined): Promise<boolean> {
  if (window === undefined || window.isDestroyed()) return true;
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(true), ANSWERS_MS);
  const asked = window.webContents.executeJavaScript(ASK_PAGE).then(
    (answer) => answer !== false,
    () => true,
  );
  const nothingHeld = await Promise.race([asked, limit.promise]);
  clearTimeout(timer);
  return nothingHeld || askToLeave(window);
}

/** True for "leave". Closing the dialog means staying. */
function askToLeave(window: BrowserWindow): boolean {
  const { question, detail, leave, stay } = shellText.unsaved;
  const options = {
    type: 'warning' as const,
    message: question,
    detail,
    buttons: [leave, stay],
    defaultId: STAY,
    cancelId: STAY,
  };
  return dialog.showMessageBoxSync(window, options) === LEAVE;
}
