/**
 * Brings the staged files of a set into force in one operation: the rename of `boot.py`.
 *
 * A board runs `boot.py` before anything else, and no `main.py` after one that failed. So the swap of a set goes on from there,
 * wherever the power was cut:
 *
 *     staged ──1──► + boot.py.usb ──2──► the script is boot.py ──3──► each name.usb is name ──4──► boot.py.usb is boot.py
 *     └────────── boots the old set ────┘└──────── each boot carries it on, then resets: the new set ─────────┘
 *
 * 1 is the present `boot.py` where the set has none of its own. 2 and 4 are renames, which littlefs makes in one commit
 * (lfs2.c, lfs_rename); FAT does not. A board without a `boot.py` ends without one. It needs no `boot.py` of ours,
 * and it leaves `.new` and `update.json` alone (docs/decisions/0011-a-set-is-swapped-by-its-boot-py.md).
 */
import { createHash } from 'node:crypto';
import { concat, utf8 } from '../bytes.ts';
import { bytesLiteral, pythonStrings } from '../repl/python.ts';
import { packedBytes } from './pack.ts';
import { STAGED } from './script.ts';

const BOOT = '/boot.py';
/** Its first line, by which an unfinished swap is known. */
const MARK = '#usb swap';
/** The script's own staged name; no file that is sent can have it (`boardPath`). */
const SCRIPT = `${BOOT}${STAGED}${STAGED}`;

/** What a swap that was not begun may have staged of its own, as `discard` wants it. */
export const SWAP_LEFTOVERS = [BOOT, `${BOOT}${STAGED}`] as const;

/** What stands as `boot.py` while the files of a set take their names. Each step may be repeated. */
function swapScript(names: readonly string[]): Uint8Array {
  return utf8(`${MARK}
def _go():
 import os
 for n in ${pythonStrings([...names.filter((name) => name !== BOOT), BOOT])}:
  try:os.stat(n+'${STAGED}')
  except OSError:
   if n=='${BOOT}':os.remove(n)
   continue
  os.rename(n+'${STAGED}',n)
_go()
import machine
machine.reset()
`);
}

/**
 * Gives each of these staged files its name, all or none. Prints `R` when they have them, `M` when something arrived
 * or was written wrong; then nothing has changed.
 */
export function swap(
  names: readonly string[],
  flow: 'window' | 'paced',
  coding: 'deflate' | 'stored',
): Uint8Array {
  // One rename is one commit anyway.
  if (names.length === 1) return sealed(utf8(rename(names)), flow, 'stored');
  const script = swapScript(names);
  const keepBoot = names.includes(BOOT) ? '' : KEEP_BOOT;
  return sealed(
    concat([
      // A name that arrived garbled has left a file unstaged, which the script would take for done.
      utf8(`${HASH}for _n in ${pythonStrings(names)}:os.stat(_n+'${STAGED}')
_t=`),
      bytesLiteral(script, flow),
      utf8(`
with open('${SCRIPT}','wb') as _f:_f.write(_t)
_k=_Y('${SCRIPT}')==`),
      bytesLiteral(sha256(script), flow),
      utf8(`
${keepBoot}if _k:
 os.rename('${SCRIPT}','${BOOT}')
 exec(_t[:_t.index(b'\\n_go()')])
 _go()
print('R' if _k else 'M')
`),
    ]),
    flow,
    coding,
  );
}

function rename(names: readonly string[]): string {
  return `import os
for _n in ${pythonStrings(names)}:os.rename(_n+'${STAGED}',_n)
print('R')
`;
}

const HASH = `import os,hashlib
def _Y(p):
 s=hashlib.sha256()
 with open(p,'rb') as f:
  while 1:
   x=f.read(512)
   if not x:break
   s.update(x)
 return s.digest()
`;

/** The board's own `boot.py`, staged as if it had been sent. */
const KEEP_BOOT = `try:
 os.stat('${BOOT}')
 _n='${BOOT}${STAGED}'
except OSError:_n=None
if _n:
 with open('${BOOT}','rb') as _s:
  with open(_n,'wb') as _f:
   while 1:
    _x=_s.read(512)
    if not _x:break
    _f.write(_x)
 _k=_k and _Y(_n)==_Y('${BOOT}')
`;

/** Carries on a swap that was cut short while the board stayed on. Comes before staged files are looked at. */
export const FINISH_SWAP = `_t=''
try:
 with open('${BOOT}') as _f:
  if _f.read(${MARK.length})=='${MARK}':_t=_f.read()
except (OSError,ValueError):pass
if _t:
 exec(_t[:_t.index('\\n_go()')])
 _go()
`;

/**
 * A source that runs only if all of it arrived as it was sent; else it prints `M`. For what changes names: a bit that turned
 * in there could do harm that no later check finds.
 */
function sealed(source: Uint8Array, flow: 'window' | 'paced', coding: 'deflate' | 'stored'): Uint8Array {
  return concat([
    utf8(coding === 'deflate' ? 'import hashlib,deflate,io\n_x=' : 'import hashlib\n_x='),
    coding === 'deflate' ? packedBytes(source, flow) : bytesLiteral(source, flow),
    utf8('\nif hashlib.sha256(_x).digest()=='),
    bytesLiteral(sha256(source), flow),
    utf8(":exec(_x)\nelse:print('M')\n"),
  ]);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
