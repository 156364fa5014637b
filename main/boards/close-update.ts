/**
 * Ends what a board has under way before its files are written by cable: an open journal or trial of `boot.py` would carry on
 * over them, and the timer of the trial or the watchdog of the platform would reset the board meanwhile (docs/protocol.md,
 * section 4).
 */
import { type Board, type ExecOptions, pythonString } from '../serial/index.ts';
import { OURS } from './own-files.ts';

const pythonList = (names: readonly string[]) => `(${names.map(pythonString).join(',')})`;

/**
 * A watchdog cannot be stopped. On an rp2 a timer feeds it as long as the loop has not stood still for `limit_ms`; that of an
 * ESP32 takes a new time (firmware/README.md).
 */
const PAUSE_MS = 15 * 60_000;

/**
 * In an order in which a pulled cable does no harm: staged files without a journal and ways back without a trial are
 * cleared away by `boot.py`. `seq` stays; what the board has rejected does not, because somebody at the bench now wants it
 * to have what its type has. A board of somebody else has no update under way, and its `.bak` files are its owner's.
 */
const CLOSE = `import os,json,sys,__main__
_t=getattr(__main__,'__trial__',None)
if _t:_t.deinit()
_w=getattr(getattr(sys.modules.get('platform'),'_device',None),'watch',None)
if _w and _w.wdt:
 _w.limit_ms=${PAUSE_MS}
 if not _w.timer:
  import machine
  machine.WDT(timeout=_w.limit_ms)
def _rm(end):
 for e in os.ilistdir('/'):
  if e[1]==0x8000 and e[0].endswith(end):os.remove('/'+e[0])
def _close():
 _rm('update.json')
 _rm('.new')
 try:
  with open('/ota_state.json') as f:s=json.load(f)
  if any([s.pop(k,None) for k in ('trial','rejected','again')]):
   with open('/ota_state.json.new','w') as f:json.dump(s,f)
   os.rename('/ota_state.json.new','/ota_state.json')
 except (OSError,ValueError,AttributeError):pass
 _rm('.bak')
if any([e[0] in ${pythonList(['update.json', 'ota_state.json', ...OURS])} for e in os.ilistdir('/')]):_close()
del _rm,_close
`;

/** Errors as `Board.exec`. */
export async function closeUpdate(board: Board, options: ExecOptions = {}): Promise<void> {
  await board.exec(CLOSE, options);
}
