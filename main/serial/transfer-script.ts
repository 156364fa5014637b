/**
 * The half of the transfer that runs on the board. Everything is staged as `name.usb`, hashed as read back from the
 * flash, and renamed in the end; `.new` belongs to the board's own updates (docs/protocol.md, section 4).
 */

import { concat, utf8 } from './bytes.ts';
import { bytesLiteral, pythonString, pythonStrings } from './python.ts';

/** What the flasher's own unfinished files are called. */
export const STAGED = '.usb';

/** `_H(path)`: SHA-256 of a file, None where there is none. `_b` is the one buffer of all of it. */
const HASH = `import os,hashlib,gc,io
gc.collect()
_b=bytearray(4096)
_m=memoryview(_b)
def _H(p):
 try:g=open(p,'rb')
 except OSError:return
 s=hashlib.sha256()
 while 1:
  k=g.readinto(_b)
  if not k:break
  s.update(_m[:k])
 g.close()
 return s.digest()
`;

/** `_F()`: prints what is free. */
const FREE = `def _F():
 try:
  import deflate
  d=1
 except ImportError:d=0
 v=os.statvfs('/')
 gc.collect()
 print('F',v[1]*v[3],v[1]*v[2],v[1],gc.mem_free() if hasattr(gc,'mem_free') else 0,d)
`;

/**
 * Defines `_W(name, sha256)`: what this file needs, as one letter. `U` nothing, `S` only the rename (an earlier run got so
 * far), `N` to be written, `D` a folder is in the way. A staged file of other content goes.
 */
const WANT = `def _W(n,h):
 try:
  if os.stat(n)[0]&0x4000:
   print('D')
   return
 except OSError:pass
 p=n+'${STAGED}'
 u=_H(n)==h
 s=None if u else _H(p)
 if s!=h:
  try:os.remove(p)
  except OSError:pass
 print('U' if u else 'S' if s==h else 'N')
`;

export const SURVEY_START = utf8(HASH + FREE + WANT);

/** Removes staged files in a folder that are none of these paths. */
export function sweep(folder: string, keep: readonly string[]): Uint8Array {
  const base = folder === '/' ? '/' : `${folder}/`;
  return utf8(`try:
 for _e in os.listdir(${pythonString(folder)}):
  _e=${pythonString(base)}+_e
  if _e.endswith('${STAGED}') and _e not in ${pythonStrings(keep)}:os.remove(_e)
except OSError:pass
`);
}

export function want(name: string, sha256: Uint8Array): Uint8Array {
  return concat([utf8(`_W(${pythonString(name)},`), bytesLiteral(sha256, 'paced'), utf8(')\n')]);
}

export const SURVEY_END = utf8('_F()\n');

/**
 * `_O` opens a staged file, `_S` writes bytes, `_C` closes it, reads it back and compares: `K`, or `M` for a mismatch.
 * A dot for each write says how far it is, and that it lives.
 */
const WRITE = `def _O(n):
 global _f,_p
 _p=n+'${STAGED}'
 _f=open(_p,'wb')
def _S(x):
 _f.write(x)
 print('.',end='')
def _C(h):
 _f.close()
 print('K' if _H(_p)==h else 'M')
`;

/**
 * `_D(x, n)`: inflates `n` bytes. One stream goes through all of a run, so that its window is the dictionary; what
 * it left unread of a piece (the end of block of the sync flush) comes before the next one. `_e` is where the
 * valid bytes of the buffer end: a BytesIO does not shrink.
 */
const INFLATE = `import deflate
_q=io.BytesIO()
_z=deflate.DeflateIO(_q,deflate.RAW,12)
_e=0
def _D(x,n):
 global _e
 r=_q.read(_e-_q.tell())
 _q.seek(0)
 _q.write(r)
 _q.write(x)
 _e=_q.tell()
 _q.seek(0)
 k=0
 while k<n:
  i=_z.readinto(_m[k:n])
  if not i:raise EOFError
  k+=i
 _S(_m[:n])
`;

/** Defines the functions and starts the inflate stream anew. */
export function writerStart(coding: 'deflate' | 'stored'): Uint8Array {
  return utf8(HASH + WRITE + (coding === 'deflate' ? INFLATE : ''));
}

export function openFile(name: string): Uint8Array {
  return utf8(`_O(${pythonString(name)})\n`);
}

export function closeFile(sha256: Uint8Array, flow: 'window' | 'paced'): Uint8Array {
  return concat([utf8('_C('), bytesLiteral(sha256, flow), utf8(')\n')]);
}

/** After a failure: nothing staged is left, and the buffers are given back. A swap under way is to be finished first. */
export function discard(names: readonly string[]): string {
  return `import os,gc
try:_f.close()
except Exception:pass
for _n in ${pythonStrings(names)}:
 try:os.remove(_n+'${STAGED}')
 except OSError:pass
_b=_m=_q=_z=None
gc.collect()
`;
}
