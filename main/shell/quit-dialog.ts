/** Asks before work is stopped. */
import { type BrowserWindow, dialog } from 'electron';
import { shellText } from '../../renderer/text/shell.ts';

const STOP = 0;
const STAY = 1;

/** True for "stop and quit". Closing the dialog means staying. */
export async function askToQuit(window: BrowserWindow | undefined, jobs: number): Promise<boolean> {
  const { question, detail, stop, stay } = shellText.quit;
  const options = {
    type: 'warning' as const,
    message: question(jobs),
    detail,
    buttons: [stop, stay],
    defaultId: STAY,
    cancelId: STAY,
  };
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === STOP;
}
