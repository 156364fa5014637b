/** The menu, as data: what stands in it follows from the system and from whether somebody develops. */
import type { MenuItemConstructorOptions } from 'electron';
import { shellText } from '../../renderer/text/shell.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Whether the tools for developers are offered. */
  readonly use: 'development' | 'work';
  readonly openDataFolder: () => void;
  readonly openManual: () => void;
}

const LINE: MenuItemConstructorOptions = { type: 'separator' };
const text = shellText.menu;

export function menuTemplate({
  platform,
  use,
  openDataFolder,
  openManual,
}: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const file: MenuItemConstructorOptions[] = [{ label: text.dataFolder, click: openDataFolder }];
  if (!isMac) file.push(LINE, { role: 'quit', label: text.quit });
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    LINE,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    LINE,
    { role: 'togglefullscreen' },
  ];
  if (use === 'development') view.push(LINE, { role: 'toggleDevTools' });
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: text.file, submenu: file },
    { role: 'editMenu', label: text.edit },
    { label: text.view, submenu: view },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    { role: 'help', label: text.help, submenu: [{ label: text.manual, click: openManual }] },
  ];
}
