/** A program that is on a visit, to be killed: says each step on a line, and stands still at the one that is named. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createVisitor } from '../../main/wifi/index.ts';
import { createFakeComputer } from './fake-computer.ts';

const [folder = '', portal = '', ssid = '', standStill = ''] = process.argv.slice(2);
const visitor = createVisitor({ adapter: createFakeComputer(folder, { portal }), folder });

function say(step: string): void {
  process.stdout.write(`${step}\n`);
  // Not a wait of the event loop: nothing of this program goes on at that place.
  if (step === standStill) for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

await visitor.visit({ ssid, signal: new AbortController().signal, onStep: ({ at }) => say(at) }, async () => {
  say('task');
  await sleep(10);
});
