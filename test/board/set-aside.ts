/**
 * What a run of the serial suite does to keep a person's board as it was, also when it is broken off: `main.py` waits on
 * the board under another name, and a mark says that a run is under way.
 *
 *     nothing ──setAside──► mark (and main.py away) ──suite──► mark ──putBack──► nothing
 *                                     └── Ctrl-C, kill, cable ──► mark ──next run's setAside, or putBack──►
 */
import { type Board, listFiles } from '../../main/serial/index.ts';
import { Failure } from '../../preload/contract/errors.ts';

/** All that the suite makes begins so; nothing else that does may be on the board. */
export const TEST_PREFIX = 't-';
const MARK = 'bench-suite';
const MAIN_AWAY = 'bench-suite-main.py';

/**
 * Makes the board ready for a run, after putting back what an earlier one has left.
 * @throws Failure `bad-usage` when files on it could be taken for the suite's
 */
export async function setAside(board: Board): Promise<void> {
  await putBack(board);
  const theirs = (await rootNames(board)).filter((name) => name.startsWith(TEST_PREFIX));
  if (theirs.length > 0) {
    const all = theirs.join(', ');
    throw new Failure('bad-usage', {
      problem: `the board has files whose names begin as those of the tests (${all}); nothing was changed`,
    });
  }
  // The rename first: what a cut leaves between the two is put back as well.
  await board.exec(`import os
if 'main.py' in os.listdir():os.rename('main.py','${MAIN_AWAY}')
open('${MARK}','w').close()
`);
}

/** Removes what the suite made and gives `main.py` back. Where no run is under way nothing is touched. */
export async function putBack(board: Board): Promise<'put-back' | 'nothing'> {
  const names = await rootNames(board);
  if (!names.includes(MARK) && !names.includes(MAIN_AWAY)) return 'nothing';
  await removeTestFiles(board);
  await board.exec(`import os
_n=os.listdir()
if '${MAIN_AWAY}' in _n:os.rename('${MAIN_AWAY}','main.py')
elif 'main.py' in _n:os.remove('main.py')
if '${MARK}' in _n:os.remove('${MARK}')
del _n
`);
  return 'put-back';
}

/** What a test has made, folders with what is in them. */
export async function removeTestFiles(board: Board): Promise<void> {
  await board.exec(`import os
def _rm(p):
 try:os.remove(p)
 except OSError:
  for n in os.listdir(p):_rm(p+'/'+n)
  os.rmdir(p)
for n in os.listdir():
 if n.startswith('${TEST_PREFIX}'):_rm(n)
del _rm
`);
}

async function rootNames(board: Board): Promise<string[]> {
  return (await listFiles(board)).map(({ name }) => name);
}
