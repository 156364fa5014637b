/** Signals come in a burst when a computer is busy: what they say must not depend on how many were read at once. */
import { Message } from '@jellybrick/dbus-next';
import { expect, it } from 'vitest';
import { followActivation } from '../../../main/wifi/linux/activation.ts';
import { NM } from '../../../main/wifi/linux/nm-names.ts';
import { SignalList } from '../../../main/wifi/linux/signals.ts';

const DEVICE = '/device/1';
const OURS = '/active/2';
const never = new AbortController().signal;

type Step = readonly [to: number, reason: number];
const LEAVES_HOME: Step = [110, 60];
const PREPARES: Step = [40, 0];
const CONFIGURES: Step = [50, 0];

/** The activation is over when it is looked at first, and all signals have come by then. */
async function endOf(steps: readonly Step[]) {
  const signals = new SignalList(never, () => {});
  const nm = {
    async active() {
      for (const [to, reason] of steps)
        signals.take(
          new Message({
            type: 4,
            path: DEVICE,
            interface: `${NM}.Device`,
            member: 'StateChanged',
            body: [to, 0, reason],
          }),
        );
      return null;
    },
    device: async () => ({ path: DEVICE, ifname: 'wlan0', type: 2, state: 30, reason: 0, active: null }),
  };
  return followActivation(nm, signals, { device: DEVICE, active: OURS }, never);
}

it.each([
  ['it failed', [LEAVES_HOME, PREPARES, CONFIGURES, [120, 53], [30, 0]], 53],
  [
    'it failed, and NetworkManager is on its way home',
    [LEAVES_HOME, PREPARES, [120, 5], [30, 0], PREPARES],
    5,
  ],
  ['another one took its place', [LEAVES_HOME, PREPARES, CONFIGURES, [110, 60], [30, 60], PREPARES], 60],
  ['somebody ended it', [PREPARES, CONFIGURES, [110, 39], [30, 39]], 39],
  [
    'the key was asked for as always, and was wrong',
    [PREPARES, CONFIGURES, [60, 0], PREPARES, CONFIGURES, [60, 8]],
    7,
  ],
  [
    'the key was asked for as always, and nobody was there',
    [PREPARES, [60, 0], PREPARES, CONFIGURES, [120, 53]],
    53,
  ],
  ['nothing was told', [], 0],
] as const)('%s', async (_, steps, reason) => {
  expect(await endOf(steps)).toEqual({ kind: 'ended', reason });
});

it('an end that is told right behind an answer, and read with it, is not slept through', async () => {
  const signals = new SignalList(never, () => {});
  const states = [1, 2];
  const nm = {
    async active() {
      const state = states.shift() ?? 2;
      // It was on its way when it was asked; that it has come is the last signal there is.
      if (state === 1)
        signals.take(
          new Message({
            type: 4,
            path: OURS,
            interface: `${NM}.Connection.Active`,
            member: 'StateChanged',
            body: [2, 1],
          }),
        );
      return { path: OURS, id: 'Office', uuid: 'uuid-1', state };
    },
    device: async () => ({ path: DEVICE, ifname: 'wlan0', type: 2, state: 100, reason: 0, active: OURS }),
  };
  const patience = AbortSignal.timeout(1000);
  const at = { device: DEVICE, active: OURS };
  expect(await followActivation(nm, signals, at, patience)).toEqual({ kind: 'activated' });
});
