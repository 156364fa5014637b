/**
 * Network namespaces of a rig: `bb<pid>-<role>`. The name tells whose they are, so that those of a test that died can be removed
 * by the next one, and nobody else's.
 */
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.ts';

const NAME = /^bb(\d+)-/;

export const namespaceOf = (role: string) => `bb${process.pid}-${role}`;

export async function addNamespace(role: string): Promise<string> {
  const name = namespaceOf(role);
  await run(['ip', 'netns', 'add', name]);
  await run(['ip', '-n', name, 'link', 'set', 'lo', 'up']);
  return name;
}

/** `ip -n <namespace> …` */
export const ipIn = (namespace: string, ...args: string[]) => run(['ip', '-n', namespace, ...args]);

/** What begins a command that runs inside. Network namespaces only: unix sockets and files are those of the machine. */
export const inside = (namespace: string) => ['ip', 'netns', 'exec', namespace];

/** Two interfaces with a wire between them; both up. */
export async function wire(
  one: { readonly namespace: string; readonly ifname: string },
  other: { readonly namespace: string; readonly ifname: string },
): Promise<void> {
  const peer = ['peer', 'name', other.ifname, 'netns', other.namespace];
  await run(['ip', 'link', 'add', one.ifname, 'netns', one.namespace, 'type', 'veth', ...peer]);
  await ipIn(other.namespace, 'link', 'set', other.ifname, 'up');
  await ipIn(one.namespace, 'link', 'set', one.ifname, 'up');
}

/** Ends what still runs in it, and removes it. */
export async function removeNamespace(name: string): Promise<void> {
  const pids = await run(['ip', 'netns', 'pids', name]).catch(() => '');
  for (const pid of pids.split('\n').map(Number).filter(Boolean)) kill(pid);
  await run(['ip', 'netns', 'delete', name]).catch(() => {});
}

/** Folders of a rig's bus (`private-bus.ts`). */
const FOLDER = /^bootbench-bus-(\d+)-/;

/** Removes what tests that are not there any more left behind; their programs went with them. */
export async function sweep(): Promise<void> {
  const names = (await run(['ip', 'netns', 'list'])).split('\n').map((line) => line.split(' ')[0] ?? '');
  for (const name of names) {
    const owner = Number(NAME.exec(name)?.[1]);
    if (owner && (owner === process.pid || !isAlive(owner))) await removeNamespace(name);
  }
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(FOLDER.exec(name)?.[1]);
    if (owner && !isAlive(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
