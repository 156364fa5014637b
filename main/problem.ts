/** What a failure of the system says, for a sentence that names the file itself. */
import { getSystemErrorMessage } from 'node:util';

/** "no such file or directory", without the code, the call and the path that Node puts around it. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The system's own words are "illegal operation on a directory".
  if ('code' in error && error.code === 'EISDIR') return 'it is a folder';
  const errno = 'errno' in error ? error.errno : undefined;
  return typeof errno === 'number' && errno < 0 ? getSystemErrorMessage(errno) : error.message;
}

/** The file that it is about, where the work was on many. */
export function pathOf(error: unknown, otherwise: string): string {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : otherwise;
}
