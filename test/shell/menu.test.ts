import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { type MenuOptions, menuTemplate } from '../../main/shell/menu.ts';

function menu(options: Partial<MenuOptions> = {}) {
  return menuTemplate({
    platform: 'linux',
    use: 'work',
    openDataFolder: () => {},
    openManual: () => {},
    ...options,
  });
}

/** Every entry, also of submenus. */
function all(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
}
const roles = (items: readonly MenuItemConstructorOptions[]) => all(items).map(({ role }) => role);

describe('the menu', () => {
  it('has the tools of developers only while developing', () => {
    expect(roles(menu())).not.toContain('toggleDevTools');
    expect(roles(menu({ use: 'development' }))).toContain('toggleDevTools');
  });

  it('has what each system expects', () => {
    expect(roles(menu())).toContain('quit');
    expect(menu({ platform: 'darwin' })[0]?.role).toBe('appMenu');
    expect(roles(menu({ platform: 'darwin' }))).not.toContain('quit');
  });

  it('has no entry that does nothing', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      for (const item of all(menu({ platform }))) {
        const does = item.role ?? item.click ?? item.submenu ?? (item.type === 'separator' || undefined);
        expect(does, item.label).toBeDefined();
      }
    }
  });

  it('opens the data folder and the manual', () => {
    const openDataFolder = vi.fn();
    const openManual = vi.fn();
    for (const { click } of all(menu({ openDataFolder, openManual })))
      (click as (() => void) | undefined)?.();
    expect(openDataFolder).toHaveBeenCalledOnce();
    expect(openManual).toHaveBeenCalledOnce();
  });
});
