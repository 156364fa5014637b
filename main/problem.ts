/** What a failure of the system says, for a sentence that names the file itself. */
import { getSystemErrorMessage } from 'node:util';

/** "no such file or directory", without the code, the call and the path that Node puts around it. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const errno = 'errno' in error ? error.errno : undefined;
  return (typeof errno === 'number' ? getSystemErrorMessage(errno) : undefined) ?? error.message;
}
