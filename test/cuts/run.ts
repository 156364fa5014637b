/**
 * `npm run test:cuts [-- <part of a scenario's name>]`: what comes of a board whose power goes, at every flash operation.
 * The last line is `cut points N, mixed N, dark N`; the exit code is 0 when nothing was mixed or dark and every broken
 * control was found to be.
 */
import { bootPy } from '../firmware/support.ts';
import { freshSeed, seeded } from '../serial/random.ts';
import { CONTROLS } from './controls.ts';
import { explore, type Found } from './explore.ts';
import { isAsExplored } from './real-cut.ts';
import { allScenarios, goodUpdate } from './scenarios.ts';

const REAL_CUTS = 6;

const wanted = process.argv[2] ?? '';
const total = { points: 0, mixed: 0, dark: 0 };

for (const scenario of await allScenarios()) {
  if (scenario.name.includes(wanted)) {
    const found = await told(scenario.name, scenario);
    if (found.example) console.log(found.example.replace(/^/gm, '    '));
    total.points += found.points;
    total.mixed += found.mixed;
    total.dark += found.dark;
  }
  scenario.close();
}

let blind = 0;
for (const { name, make } of CONTROLS.filter((control) => control.name.includes(wanted))) {
  const scenario = await make();
  const { mixed, dark } = await told(`broken: ${name}`, scenario, (found) => found.mixed + found.dark > 0);
  scenario.close();
  if (mixed + dark > 0) continue;
  blind++;
  console.log('    This is broken, and the test has not seen it.');
}

let astray = 0;
if (wanted === '') {
  const seed = freshSeed();
  const random = seeded(seed);
  const scenario = await goodUpdate(bootPy);
  for (let n = 0; n < REAL_CUTS; n++) if (!(await isAsExplored(scenario, random))) astray++;
  scenario.close();
  console.log(`${REAL_CUTS} real cuts (SEED=${seed}): ${REAL_CUTS - astray} left a flash that was explored`);
}

console.log(`cut points ${total.points}, mixed ${total.mixed}, dark ${total.dark}`);
const failed = total.mixed + total.dark + blind + astray > 0;
process.stdout.write('', () => process.exit(failed ? 1 : 0));

async function told(name: string, ...how: Parameters<typeof explore>): Promise<Found> {
  const begun = performance.now();
  const found = await explore(...how);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const { points, states, old, mixed, dark } = found;
  console.log(
    `${name.padEnd(60)} ${String(points).padStart(6)} cut points, ${String(states).padStart(4)} flashes: ` +
      `old ${old}, new ${found.new}, mixed ${mixed}, dark ${dark} (${seconds} s)`,
  );
  return found;
}
