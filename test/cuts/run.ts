/**
 * `npm run test:cuts [-- <part of a scenario's name>]`: what comes of a board whose power goes, at every flash operation.
 * The last line is `cut points N, mixed N, dark N`; the exit code is 0 when nothing was mixed or dark and every broken
 * control was found to be.
 */
import { explore } from './explore.ts';
import { allScenarios } from './scenarios.ts';

const wanted = process.argv[2] ?? '';
const total = { points: 0, mixed: 0, dark: 0 };
for (const scenario of await allScenarios()) {
  if (scenario.name.includes(wanted)) {
    const begun = performance.now();
    const found = await explore(scenario);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(
      `${scenario.name.padEnd(28)} ${String(found.points).padStart(6)} cut points, ${String(found.states).padStart(4)} flashes: ` +
        `old ${found.old}, new ${found.new}, mixed ${found.mixed}, dark ${found.dark} (${seconds} s)`,
    );
    if (found.example) console.log(found.example.replace(/^/gm, '    '));
    total.points += found.points;
    total.mixed += found.mixed;
    total.dark += found.dark;
  }
  scenario.close();
}
const failed = total.mixed + total.dark > 0;
console.log(`cut points ${total.points}, mixed ${total.mixed}, dark ${total.dark}`);
process.stdout.write('', () => process.exit(failed ? 1 : 0));
