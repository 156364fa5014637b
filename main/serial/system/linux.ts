/** Linux: sysfs, `/proc`, `/etc` and udev's folders, read as they are. No program is started, no library needed. */
import { accessSync, constants, statSync } from 'node:fs';
import { namesIn, realPath, userName } from './files.ts';
import { accessGroup, groupsOf, holdersOf, processesOf } from './proc.ts';
import { usbFromSysfs } from './sysfs.ts';
import type { System } from './system.ts';

/** Where rules lie, the stronger first (udev(7)). */
const RULES = ['etc/udev/rules.d', 'run/udev/rules.d', 'usr/lib/udev/rules.d', 'lib/udev/rules.d'];

export interface LinuxOptions {
  /** What stands before `/sys`, `/proc`, `/etc`, for a tree made by a test. */
  readonly root?: string | undefined;
  /** Who asks; this process when not given. */
  readonly who?:
    | { readonly pid: number; readonly user: string; readonly groups: readonly number[] }
    | undefined;
}

export function linuxSystem({ root = '', who = whoAmI() }: LinuxOptions = {}): System {
  const [proc, etc] = [`${root}/proc`, `${root}/etc`];
  return {
    platform: 'linux',
    usbDevices: async () => usbFromSysfs({ sys: `${root}/sys`, dev: '/dev', mounts: `${proc}/self/mounts` }),
    processes: async () => processesOf(proc),
    holders: async (path) => holdersOf(proc, realPath(path) ?? path, who.pid),
    async access(path) {
      const node = statSync(`${root}${path}`, { throwIfNoEntry: false });
      if (node === undefined) return { may: 'missing' };
      try {
        accessSync(`${root}${path}`, constants.R_OK | constants.W_OK);
        return { may: 'yes' };
      } catch {
        return accessGroup(etc, node.mode, node.gid);
      }
    },
    groups: async () => groupsOf(etc, who.groups, who.user),
    udevRules: async () => [...new Set(RULES.flatMap((folder) => namesIn(`${root}/${folder}`)))].sort(),
  };
}

function whoAmI() {
  return { pid: process.pid, user: userName(), groups: process.getgroups?.() ?? [] };
}
