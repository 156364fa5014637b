/** What a board is, in its own words. */
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import type { Board, ExecOptions } from './board.ts';
import type { BoardIdentity } from './file-types.ts';

/**
 * The file system tells its kind by `vfs.mount()` (v1.25 and later, [lead]); before that by the word that littlefs writes
 * into its first block. A Pico W's radio has its address only after it was switched on once.
 */
const SCRIPT = `import sys,os,gc,json,hashlib
gc.collect()
_r={'platform':sys.platform,'version':list(sys.implementation[1])[:3],'machine':getattr(sys.implementation,'_machine',''),'md5':hasattr(hashlib,'md5'),'uid':'','mac':'','fs':'','heap':gc.mem_free() if hasattr(gc,'mem_free') else 0}
_x=lambda b:''.join('%02x'%c for c in b)
try:
 if not _r['machine']:_r['machine']=os.uname()[4]
except Exception:pass
try:
 import machine
 _r['uid']=_x(machine.unique_id())
except Exception:pass
try:
 import network
 _w=network.WLAN(network.STA_IF)
 _a=_w.config('mac')
 if not any(_a) and not _w.active():
  _w.active(True)
  _a=_w.config('mac')
  _w.active(False)
 _r['mac']=_x(_a)
except Exception:pass
try:
 import deflate
 _r['deflate']=True
except ImportError:_r['deflate']=False
try:
 import vfs
 for _m in vfs.mount():
  if _m[1]=='/':_r['fs']=str(_m[0])
except Exception:pass
if not _r['fs']:
 try:
  _b=bytearray(64)
  if sys.platform=='rp2':
   import rp2
   rp2.Flash().readblocks(0,_b,0)
  else:
   import esp32
   _p=esp32.Partition.find(esp32.Partition.TYPE_DATA,label='vfs') or esp32.Partition.find(esp32.Partition.TYPE_DATA,label='ffat')
   _p[0].readblocks(0,_b,0)
  _r['fs']='Lfs' if b'littlefs' in _b else 'Fat' if _b[0] in (0xeb,0xe9) else ''
 except Exception:pass
_v=os.statvfs('/')
_r['free']=_v[1]*_v[3]
_r['total']=_v[1]*_v[2]
print(json.dumps(_r))
`;

const answerShape = z.object({
  platform: z.string(),
  version: z.array(z.number()).length(3),
  machine: z.string(),
  md5: z.boolean(),
  deflate: z.boolean(),
  uid: z.string(),
  mac: z.string(),
  fs: z.string(),
  heap: z.number(),
  free: z.number(),
  total: z.number(),
});

/**
 * Asks the board what it is. Writes nothing; a Pico W's radio is switched on for a moment.
 * @throws Failure `board-protocol`, and as `Board.exec`
 */
export async function identifyBoard(board: Board, options: ExecOptions = {}): Promise<BoardIdentity> {
  const answer = await board.exec(SCRIPT, options);
  const found = answerShape.safeParse(lastJson(answer));
  if (!found.success)
    throw new Failure('board-protocol', { port: board.path, detail: `identity: ${answer.slice(0, 120)}` });
  const { platform, version, machine, md5, deflate, uid, mac, fs, heap, free, total } = found.data;
  const [major = 0, minor = 0, patch = 0] = version;
  return {
    kind: platform === 'rp2' ? 'pico' : platform === 'esp32' ? 'esp32' : 'other',
    platform,
    runtime: `${major}.${minor}.${patch}`,
    version: [major, minor, patch],
    machine,
    uniqueId: uid,
    mac: /^0*$/.test(mac) ? '' : mac,
    hasMd5: md5,
    hasDeflate: deflate,
    filesystem: /lfs/i.test(fs) ? 'littlefs' : /fat/i.test(fs) ? 'fat' : 'unknown',
    freeBytes: free,
    totalBytes: total,
    freeHeap: heap,
  };
}

/** The last line is ours; a driver may have said something before it. */
function lastJson(answer: string): unknown {
  try {
    return JSON.parse(answer.trim().split('\n').at(-1) ?? '') as unknown;
  } catch {
    return undefined;
  }
}
