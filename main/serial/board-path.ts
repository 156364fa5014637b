/** Names of files on a board. */
import { Failure } from '../../preload/contract/errors.ts';
import { utf8 } from './bytes.ts';
import { STAGED } from './transfer/script.ts';

/** littlefs's LFS_NAME_MAX, in bytes of UTF-8, and the staged name must fit as well. */
const NAME_MAX = 255 - STAGED.length;

/**
 * The absolute path of a name: a program may have left the working directory elsewhere.
 * @throws Failure `file-name-invalid` for an empty name or part, `.`, `..`, NUL, a part over 251 bytes, or our own suffix
 */
export function boardPath(name: string): string {
  const parts = name.replace(/^\//, '').split('/');
  const bad = parts.some(
    (part) =>
      part === '' || part === '.' || part === '..' || part.includes('\0') || utf8(part).length > NAME_MAX,
  );
  if (bad || name.endsWith(STAGED)) throw new Failure('file-name-invalid', { name });
  return `/${parts.join('/')}`;
}

export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}
