/** Reading, listing, hashing and removing files on a board. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import type { Board, ExecOptions } from './board.ts';
import { standingPath } from './board-path.ts';
import type { FileEntry } from './file-types.ts';
import { pythonString, pythonStrings } from './repl/python.ts';

/** SHA-256, lower-case hex, of each file as it stands on the flash; null where there is none. Errors as `Board.exec`. */
export async function hashFiles(
  board: Board,
  names: readonly string[],
  options: ExecOptions = {},
): Promise<Record<string, string | null>> {
  const answer = await board.exec(
    `import os,hashlib,binascii
_b=bytearray(4096)
_m=memoryview(_b)
for _n in ${pythonStrings(names.map(standingPath))}:
 try:
  with open(_n,'rb') as _f:
   _s=hashlib.sha256()
   while 1:
    _k=_f.readinto(_b)
    if not _k:break
    _s.update(_m[:_k])
  print(binascii.hexlify(_s.digest()).decode())
 except OSError:print('-')
_b=_m=None
`,
    options,
  );
  const lines = answer.split('\n').filter((line) => line === '-' || /^[0-9a-f]{64}$/.test(line));
  if (lines.length !== names.length) throw protocol(board, 'hashes', answer);
  return Object.fromEntries(names.map((name, at) => [name, lines[at] === '-' ? null : (lines[at] ?? null)]));
}

/**
 * A file's content, checked against the board's own hash; null where there is none. Progress in bytes.
 * @throws Failure `board-protocol` when it came garbled, and as `Board.exec`
 */
export async function readFile(
  board: Board,
  name: string,
  options: WorkOptions = {},
): Promise<Uint8Array | null> {
  let seen = 0;
  // Base64, 768 bytes a line: what a program prints must not hold a 04, and CR LF is not kept.
  const answer = await board.exec(
    `import hashlib,binascii,sys
try:_f=open(${pythonString(standingPath(name))},'rb')
except OSError:_f=None
if _f is None:print('-')
else:
 _s=hashlib.sha256()
 while 1:
  _x=_f.read(768)
  if not _x:break
  _s.update(_x)
  sys.stdout.write(binascii.b2a_base64(_x).decode())
 _f.close()
 print('#',binascii.hexlify(_s.digest()).decode(),sep='')
`,
    {
      signal: options.signal,
      onOutput: (bytes) => {
        seen += Math.floor((bytes.length * 3) / 4);
        options.onProgress?.({ done: seen, total: seen, what: name });
      },
    },
  );
  const lines = answer.split('\n');
  if (lines[0] === '-') return null;
  const content = new Uint8Array(
    Buffer.concat(lines.filter((line) => !line.startsWith('#')).map((line) => Buffer.from(line, 'base64'))),
  );
  const sha256 = lines.find((line) => line.startsWith('#'))?.slice(1);
  if (createHash('sha256').update(content).digest('hex') !== sha256)
    throw protocol(board, name, answer.slice(-80));
  return content;
}

/** Removes files; those that are not there count as removed. Gives the names that were there. Errors as `Board.exec`. */
export async function removeFiles(
  board: Board,
  names: readonly string[],
  options: ExecOptions = {},
): Promise<readonly string[]> {
  const answer = await board.exec(
    `import os
for _n in ${pythonStrings(names.map(standingPath))}:
 try:
  os.stat(_n)
  _k=1
 except OSError:_k=0
 if _k:os.remove(_n)
 print(_k)
`,
    options,
  );
  const flags = answer.split('\n').filter((line) => line === '0' || line === '1');
  if (flags.length !== names.length) throw protocol(board, 'removal', answer);
  return names.filter((_, at) => flags[at] === '1');
}

const entries = z.array(z.tuple([z.string(), z.number(), z.number()]));

/** What a folder holds, by name; not what its folders hold. Errors as `Board.exec` (no such folder: `board-exec`). */
export async function listFiles(board: Board, folder = '/', options: ExecOptions = {}): Promise<FileEntry[]> {
  const path = folder === '/' || folder === '' ? '/' : standingPath(folder);
  const answer = await board.exec(
    `import os,json
_d=${pythonString(path === '/' ? '/' : `${path}/`)}
print(json.dumps([(e[0],e[1],e[3] if len(e)>3 else os.stat(_d+e[0])[6]) for e in os.ilistdir(${pythonString(path)})]))
`,
    options,
  );
  const parsed = entries.safeParse(parseJson(answer));
  if (!parsed.success) throw protocol(board, 'listing', answer);
  return parsed.data
    .map(([name, type, size]) => ({ name, size, folder: (type & 0x4000) !== 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Free bytes of the root file system (whole blocks). Errors as `Board.exec`. */
export async function freeBytes(board: Board, options: ExecOptions = {}): Promise<number> {
  const answer = await board.exec(`import os\n_v=os.statvfs('/')\nprint(_v[1]*_v[3])\n`, options);
  const bytes = Number.parseInt(answer, 10);
  if (!Number.isFinite(bytes)) throw protocol(board, 'free space', answer);
  return bytes;
}

function parseJson(answer: string): unknown {
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return undefined;
  }
}

function protocol(board: Board, what: string, answer: string): Failure {
  return new Failure('board-protocol', { port: board.path, detail: `${what}: ${answer.slice(0, 120)}` });
}
