/** Processes and groups as Linux shows them in `/proc` and `/etc`. Sources: proc(5), group(5), passwd(5). */
import { readdirSync, readlinkSync } from 'node:fs';
import { namesIn, readText } from './files.ts';
import type { Access, Groups, Holders, ProcessInfo } from './system.ts';

const COMMAND_SHOWN = 200;

export function processesOf(proc: string): ProcessInfo[] {
  return namesIn(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => processInfo(proc, pid));
}

function processInfo(proc: string, pid: string): ProcessInfo {
  const words = (readText(`${proc}/${pid}/cmdline`) ?? '').split('\0');
  return {
    pid: Number(pid),
    name: readText(`${proc}/${pid}/comm`) ?? '',
    command: words.join(' ').trim().slice(0, COMMAND_SHOWN),
  };
}

/** Who has this very file open, this process left out. `fd` of another user's process cannot be read. */
export function holdersOf(proc: string, path: string, own: number): Holders {
  const seen: ProcessInfo[] = [];
  let others: Holders['others'] = 'all-seen';
  for (const pid of namesIn(proc).filter((name) => /^\d+$/.test(name) && Number(name) !== own)) {
    const open = openFiles(`${proc}/${pid}/fd`);
    if (open === 'hidden') others = 'hidden';
    else if (open.includes(path)) seen.push(processInfo(proc, pid));
  }
  return { path, seen, others };
}

function openFiles(folder: string): readonly string[] | 'hidden' {
  try {
    return readdirSync(folder).map((fd) => linkOf(`${folder}/${fd}`));
  } catch (error) {
    // Or it has ended meanwhile.
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'hidden' : [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The group that may read and write a node, from its mode and its number. */
export function accessGroup(etc: string, mode: number, gid: number): Extract<Access, { may: 'no' }> {
  const forGroup = (mode & 0o060) === 0o060;
  return { may: 'no', group: forGroup ? (groupsIn(etc).find((one) => one.gid === gid)?.name ?? null) : null };
}

/** @param sessionIds the group numbers of this process */
export function groupsOf(etc: string, sessionIds: readonly number[], user: string): Groups {
  const all = groupsIn(etc);
  const account = all.filter(({ members }) => members.includes(user)).map(({ name }) => name);
  return { session: all.filter(({ gid }) => sessionIds.includes(gid)).map(({ name }) => name), account };
}

interface GroupLine {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function groupsIn(etc: string): GroupLine[] {
  return (readText(`${etc}/group`) ?? '').split('\n').map((line) => {
    const [name = '', , gid = '', members = ''] = line.split(':');
    return { name, gid: Number(gid), members: members.split(',').filter((one) => one !== '') };
  });
}
