/**
 * The receiver: the half of a stream that runs on the board. It takes frames (`frames.ts`) from `sys.stdin.buffer`, and so
 * the line goes on while the flash is written; the interrupt character stays what it is.
 *
 * The line is read in units of a fixed size, each acknowledged by a dot: the sender never has more under way than the
 * board's receive buffer holds, for while a block is erased nobody reads it. After each write of a kilobyte what has come
 * meanwhile is taken, as far as the time that went by says that whole units are there: a read waits for a whole one. A sender that says nothing for five seconds is given up (EOFError); after any error what is
 * still under way is swallowed, so that no part of it reaches the prompt.
 */
import { concat, utf8 } from '../bytes.ts';
import { HEADER } from './frames.ts';
import { packed } from './pack.ts';
import { OPEN } from './script.ts';

/** Half seconds that the board waits for the next unit. */
const PATIENCE = 10;
/** How long the line must be quiet, in ms, to be taken for empty. */
const QUIET_MS = 10;
/** Milliseconds of a unit of 64 bytes at 115200 baud, rounded up. */
const UNIT_MS = 6;
/** What is written at once: an erase is 45 ms, and in between a line of 115200 baud is to be read. */
const WRITE = 1024;

/**
 * Defines `_R` and runs it on `_L`, the files that the survey found to be written. Needs `SURVEY_START`.
 * It says `r` when it listens, `.` for each unit, `w` for each frame on the flash, `-` for each
 * piece of 4 kB that it reads back, `K` or `M` (mismatch) for each file.
 * @param unit bytes that are read and acknowledged at once
 * @param room bytes that it holds of what has come
 * @param wbits window of the deflate stream; 0 where none is used
 */
export function receiver(unit: number, room: number, wbits: number): Uint8Array {
  const definitions = utf8(OPEN + RECEIVE);
  return concat([
    wbits === 0 ? definitions : packed(definitions, 'window'),
    utf8(`_R(${unit},${room},${wbits})\n`),
  ]);
}

const RECEIVE = `import select,time
def _R(u,z,w):
 global _f
 i=sys.stdin.buffer
 p=select.poll()
 p.register(sys.stdin,1)
 a=memoryview(bytearray(z))
 n=e=0
 j=time.ticks_ms()
 if w:
  import deflate
  q=io.BytesIO()
  d=deflate.DeflateIO(q,deflate.RAW,w)
 def r():
  nonlocal n
  i.readinto(a[n:n+u])
  n+=u
  print('.',end='')
 def g(k=0):
  nonlocal j
  _E()
  while n<k:
   t=${PATIENCE}
   while not p.poll(500):
    _E()
    t-=1
    if not t:raise EOFError
   r()
  t=time.ticks_ms()
  k=0 if k else min(4,time.ticks_diff(t,j)//${UNIT_MS})
  while k and n+u<=z and p.poll(0):
   k-=1
   r()
   t=time.ticks_ms()
  j=t
 def b():
  g()
  print('-',end='')
 print('r',end='')
 try:
  for x,s,h in _L:
   _O(x)
   while s:
    g(${HEADER})
    l,l1,k,k1,c,o=a[:${HEADER}]
    if o!=128|(l^l1^k^k1^c):raise ValueError
    l=(l&127)<<7|l1&127
    y=k&64
    k=(k&63)<<7|k1&127
    if l+${HEADER}>z or k>s:raise ValueError
    s-=k
    l+=${HEADER}
    g(l)
    x=bytes(a[${HEADER}:l])
    n-=l
    a[:n]=bytes(a[l:l+n])
    c=bytes([c])
    x=x.replace(c+b'A',b'\\3').replace(c+b'B',c)
    if y:
     for l in range(0,k,${WRITE}):
      _f.write(x[l:l+${WRITE}])
      g()
    else:
     y=q.read(e-q.tell())
     q.seek(0)
     q.write(y)
     q.write(x)
     e=q.tell()
     q.seek(0)
     while k:
      l=d.readinto(_m[:min(k,${WRITE})])
      if not l:raise EOFError
      _f.write(_m[:l])
      k-=l
      g()
    print('w',end='')
   _f.close()
   print('K' if _H(_p,b)==h else 'M',end='')
 except BaseException:
  while p.poll(${QUIET_MS}):i.read(1)
  raise
`;
