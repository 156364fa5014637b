/**
 * `npm run test:model [-- --seed N --sequences N --steps N]`: random sequences of what can happen to a device, on the
 * real boot.py, each step compared with the model of the protocol's state table. Its last line is
 * `sequences N, steps N, differences N`; the exit code is 0 when there is
 * no difference, and every boot.py that is broken on purpose was seen to be. One sequence is seen again by
 * its own seed and `--sequences 1`.
 */
import { parseArgs } from 'node:util';
import { bootPy } from '../firmware/support.ts';
import { BROKEN } from './broken.ts';
import { playAll } from './play-all.ts';

/** Sequences in which a broken boot.py has to be seen. */
const ENOUGH = 60;

const { values } = parseArgs({
  options: { seed: { type: 'string' }, sequences: { type: 'string' }, steps: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const sequences = Number(values.sequences ?? 300);
const steps = Number(values.steps ?? 6);

console.log(`seed ${seed}`);
const found = await playAll({ seed, sequences, steps, boot: bootPy }, ({ seed: own, moves, difference }) => {
  if (difference !== null) console.log(`\nseed ${own}\n${moves.join('\n')}\n${difference}\n`);
});

// A short run is somebody looking at one sequence.
let blind = 0;
for (const { name, boot } of sequences < ENOUGH ? [] : BROKEN) {
  const one = await playAll({ seed, sequences: ENOUGH, steps, boot, until: 'first difference' }, () => {});
  console.log(
    `broken: ${name.padEnd(48)} ${one.differences > 0 ? `seen within ${one.sequences} sequences` : 'not seen'}`,
  );
  if (one.differences === 0) blind++;
}
console.log(`sequences ${found.sequences}, steps ${found.steps}, differences ${found.differences}`);
process.stdout.write('', () => process.exit(found.differences + blind > 0 ? 1 : 0));
