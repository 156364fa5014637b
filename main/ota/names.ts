/** Which files the server knows at all. */
import { isWellFormedId } from '../devices/index.ts';

const FILE_NAME = /^[A-Za-z_][A-Za-z0-9_]*\.py$/;
/** What the firmware takes. */
const NAME_LIMIT = 48;

/** Larger files are not served: no board of the platform could hold them beside the rest. Bytes. */
export const FILE_LIMIT = 256 * 1024;

/** A Python module's file name, as `import` can find it. */
export function isFileName(name: string): boolean {
  return name.length <= NAME_LIMIT && FILE_NAME.test(name);
}

/** `boot.py` however it is spelled: never served, never offered, never accepted. */
export function isProtected(name: string): boolean {
  return name.toLowerCase() === 'boot.py';
}

/** True for what may be the folder name of an app type. */
export function isAppTypeName(name: string): boolean {
  return isWellFormedId(name);
}

/** Names in the order in which they are written: `main.py` last, so that nothing starts before all is there. */
export function inWritingOrder(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => {
    if (a === 'main.py' || b === 'main.py') return a === b ? 0 : a === 'main.py' ? 1 : -1;
    return a < b ? -1 : a > b ? 1 : 0;
  });
}
