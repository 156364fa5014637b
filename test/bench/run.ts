/**
 * `npm run bench -- <part> [--json]`: measures, beside the targets. All of a part's figures come from one run on one machine.
 */
import { benchApp } from './app.ts';
import { type Figure, isMet } from './figures.ts';
import { benchFirmware } from './firmware.ts';
import { benchTransfer } from './transfer.ts';

const PARTS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  app: benchApp,
  firmware: benchFirmware,
  transfer: benchTransfer,
};

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

let missed = 0;
for (const part of wanted.length > 0 ? wanted : Object.keys(PARTS)) {
  for (const figure of (await PARTS[part]?.()) ?? []) {
    const ok = isMet(figure);
    if (!ok) missed++;
    const { metric, value, unit, target, sense } = figure;
    if (asJson) {
      console.log(JSON.stringify({ part, metric, value, unit, target, ok }));
    } else {
      const goal = target === null ? '' : `${sense === 'at-most' ? 'at most' : 'at least'} ${target}`;
      const verdict = target === null ? '' : ok ? 'met' : 'MISSED';
      console.log(
        `${part.padEnd(9)} ${metric.padEnd(52)} ${String(value).padStart(8)} ${unit.padEnd(4)} ${goal.padEnd(14)} ${verdict}`,
      );
    }
  }
}
// As in main/headless.ts: Node does not always find its own end after threads have run.
process.stdout.write('', () => process.exit(missed > 0 ? 1 : 0));
