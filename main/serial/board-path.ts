/** Names of files on a board. */
import { Failure } from '../../preload/contract/errors.ts';
import { utf8 } from './bytes.ts';
import { STAGED } from './transfer/script.ts';

/** littlefs's LFS_NAME_MAX, in bytes of UTF-8. */
const NAME_MAX = 255;

/**
 * The absolute path of a file that is to be written: a program may have left the working directory elsewhere.
 * @throws Failure `file-name-invalid` as `standingPath`, for a part over 251 bytes (its staged name must fit as well), and for
 * our own suffix
 */
export function boardPath(name: string): string {
  if (name.endsWith(STAGED)) throw new Failure('file-name-invalid', { name });
  return pathOf(name, NAME_MAX - STAGED.length);
}

/**
 * The same of a file or folder that may stand there already, whoever named it.
 * @throws Failure `file-name-invalid` for an empty name or part, `.`, `..`, NUL, a part over 255 bytes
 */
export function standingPath(name: string): string {
  return pathOf(name, NAME_MAX);
}

function pathOf(name: string, max: number): string {
  const parts = name.replace(/^\//, '').split('/');
  const bad = parts.some(
    (part) => part === '' || part === '.' || part === '..' || part.includes('\0') || utf8(part).length > max,
  );
  if (bad) throw new Failure('file-name-invalid', { name });
  return `/${parts.join('/')}`;
}

export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}
