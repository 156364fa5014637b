/** Starts a board anew after somebody had a look at it. */
import type { Board } from '../serial/index.ts';

/**
 * Takes one from the boots of a set on trial, which `boot.py` adds to at the next one: it is we who end this boot, and not a
 * set that does not come up (docs/protocol.md, section 4). A rollback under way is left alone.
 */
const UNCOUNT = `import os,json
try:
 with open('/ota_state.json') as _f:_s=json.load(_f)
 if _s['trial']['boots']>0 and 'update.json' not in os.listdir('/'):
  _s['trial']['boots']-=1
  with open('/ota_state.json.new','w') as _f:json.dump(_s,_f)
  os.rename('/ota_state.json.new','/ota_state.json')
except (OSError,ValueError,KeyError,TypeError,AttributeError):pass
`;

/** Resets the chip. Errors as `Board.exec` and `Board.hardReset`. */
export async function restartBoard(
  board: Board,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  await board.exec(UNCOUNT, { signal });
  await board.hardReset({ signal });
}

/**
 * Whatever came of the work, also when nobody waits for it any more: the board goes on with what it has, and is there
 * again before this ends. Errors as the work's, and as `restartBoard`.
 */
export async function thenRestart<T>(board: Board, work: () => Promise<T>): Promise<T> {
  const result = await work().catch(async (error: unknown) => {
    // What went wrong first is the answer. A board that went away has started by itself when it comes back.
    if (board.state !== 'away') await restartBoard(board).catch(() => undefined);
    throw error;
  });
  await restartBoard(board);
  return result;
}
