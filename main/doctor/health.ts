/** What a board that answers is, against what the platform needs of it. */
import type { Finding } from '../../preload/contract/doctor.ts';
import { type BoardIdentity, isRuntimeOld, neededRuntime } from '../serial/index.ts';

/** What the platform's own files take, an app, and as much again: an update is staged beside what it replaces. */
const ROOM_NEEDED = 200_000;

export function healthOf(port: string, identity: BoardIdentity): Finding[] {
  const { kind, machine, runtime, version, mac, filesystem, freeBytes, totalBytes } = identity;
  if (kind === 'other') return [{ code: 'board-other', params: { port, found: machine } }];
  const found: Finding[] = [];
  if (mac === '') found.push({ code: 'no-radio', params: { port, found: machine } });
  if (isRuntimeOld(kind, version))
    found.push({
      code: 'runtime-old',
      params: { port, found: `MicroPython ${runtime}`, needed: neededRuntime(kind) },
    });
  if (filesystem === 'fat') found.push({ code: 'fat-filesystem', params: { port } });
  if (freeBytes < ROOM_NEEDED)
    found.push({ code: 'flash-nearly-full', params: { port, free: freeBytes, total: totalBytes } });
  if (found.length > 0) return found;
  return [{ code: 'healthy', params: { port, found: `MicroPython ${runtime} on ${machine}` } }];
}
