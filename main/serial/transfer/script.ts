/**
 * The half of the transfer that runs on the board. Everything is staged as `name.usb`, hashed as read back from the
 * flash, and renamed in the end; `.new` belongs to the board's own updates (docs/protocol.md, section 4).
 */

import { concat, utf8 } from '../bytes.ts';
import { bytesLiteral, pythonString, pythonStrings } from '../repl/python.ts';

/** What the flasher's own unfinished files are called. */
export const STAGED = '.usb';

/** Paths listed at most as not of the set, when nobody wants them removed: a board may have thousands of records. */
const LISTED_MAX = 200;

/**
 * `_H(path, between)`: SHA-256 of a file, None where there is none. `_b` is the one buffer of all of it, `_E` feeds a
 * watchdog that is at work (`../repl/watchdog.ts`), `_N` are the names of the set, `_L` the files of it that are to be written.
 */
const HASH = `import os,hashlib,gc,io,sys
gc.collect()
_b=bytearray(4096)
_m=memoryview(_b)
_N={}
_L=[]
_E=globals().get('__feed__') or (lambda:0)
def _H(p,g=_E):
 try:f=open(p,'rb')
 except OSError:return
 s=hashlib.sha256()
 while 1:
  g()
  k=f.readinto(_b)
  if not k:break
  s.update(_m[:k])
 f.close()
 return s.digest()
`;

/** `_F()`: prints what is free, and what the board can do; the sum in the end tells a garbled line. */
const FREE = `def _F():
 try:
  import deflate
  d=1
 except ImportError:d=0
 v=os.statvfs('/')
 gc.collect()
 m=gc.mem_free() if hasattr(gc,'mem_free') else 0
 print('F',sys.platform if hasattr(sys.stdin,'buffer') else '-',v[1]*v[3],v[1],m,d,v[1]*v[3]+v[1]+m+d)
`;

/**
 * Defines `_W(name, size, sha256)`: what this file needs, as one letter. `U` nothing, `S` only the rename (an earlier run
 * got so far), `N` to be written, `D` a folder is in the way. A staged file of other content goes.
 */
const WANT = `def _W(n,z,h):
 _N[n]=1
 z=n,z,h
 try:
  v=os.stat(n)
  if v[0]&16384:return print('D')
 except OSError:v=0
 p=n+'${STAGED}'
 if v and v[6]==z[1] and _H(n)==h:r='U'
 elif _H(p)==h:return print('S')
 else:
  r='N'
  _L.append(z)
 try:os.remove(p)
 except OSError:pass
 print(r)
`;

/**
 * `_T(folder, folders, most)`: removes staged files in these folders that are none of the set's, and prints the paths of
 * all other files that are not of the set (as JSON), so many at most. What is mounted beside the flash (`/sd`, `/rom`) is not
 * the set's place: it has another size.
 */
const LIST = `import json
_v=os.statvfs('/')[:3]
def _T(d,s,m):
 for e in list(os.ilistdir(d)):
  p=d+e[0]
  if e[1]&16384:
   if os.statvfs(p)[:3]==_v:m=_T(p+'/',s,m)
  elif p.endswith('${STAGED}'):
   if d in s and p[:-${STAGED.length}] not in _N:os.remove(p)
  elif p not in _N and m:
   m-=1
   print(json.dumps(p))
 return m
`;

export const SURVEY_START = utf8(HASH + FREE + WANT + LIST);

/** Comes after the last `_W`. */
export function survey(folders: readonly string[], listed: 'all' | 'some'): Uint8Array {
  const withSlash = folders.map((folder) => (folder === '/' ? folder : `${folder}/`));
  const most = listed === 'all' ? -1 : LISTED_MAX;
  return utf8(`_T('/',${pythonStrings(withSlash)},${most})\n_F()\n`);
}

export function want(name: string, size: number, sha256: Uint8Array): Uint8Array {
  return concat([utf8(`_W(${pythonString(name)},${size},`), bytesLiteral(sha256, 'paced'), utf8(')\n')]);
}

/** `_O` opens a staged file as `_f`, and makes the folders that it stands in; `_k` has those that were made. */
export const OPEN = `_k=[]
def _O(n):
 global _f,_p
 _p=n+'${STAGED}'
 try:_f=open(_p,'wb')
 except OSError:
  j=n.find('/',1)
  while j>0:
   try:
    os.mkdir(n[:j])
    _k.append(n[:j])
   except OSError:pass
   j=n.find('/',j+1)
  _f=open(_p,'wb')
`;

/**
 * `_S` writes bytes, `_C` closes the file, reads it back and compares: `K`, or `M` for a mismatch.
 * A dot for each write says how far it is, and that it lives.
 */
const WRITE = `def _S(x):
 _E()
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

/** Defines the functions and starts the inflate stream anew. Needs `SURVEY_START`. */
export function writerStart(coding: 'deflate' | 'stored'): Uint8Array {
  return utf8(OPEN + WRITE + (coding === 'deflate' ? INFLATE : ''));
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
try:
 for _n in reversed(_k):os.rmdir(_n)
except (NameError,OSError):pass
_b=_m=_q=_z=None
gc.collect()
`;
}
