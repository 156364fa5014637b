/** What can happen to a device, and which of it comes next. */
import type { Random } from '../firmware/fuzz.ts';
import type { Files } from '../firmware/support.ts';
import { setNameOf } from './hashes.ts';
import type { Server, World } from './server.ts';
import { hotfixOfSize, pick, programOf, type Size, setOfSize } from './sets.ts';
import type { Device } from './states.ts';

export type Action =
  | { readonly does: 'publish'; readonly files: Files; readonly form: Server['form'] }
  | { readonly does: 'hotfix'; readonly files: Files; readonly form: Server['form'] }
  | { readonly does: 'drop overlay' }
  | { readonly does: 'swap server' }
  | { readonly does: 'server goes' }
  | { readonly does: 'server returns' }
  | { readonly does: 'power cycle' }
  | { readonly does: 'reset button' }
  | { readonly does: 'Wi-Fi at the portal' }
  | { readonly does: 'factory reset' }
  | { readonly does: 'app crash' }
  | { readonly does: 'minutes pass' };

/** An action; the power goes after so many flash operations of what comes of it (null: it stays). */
export interface Move {
  readonly action: Action;
  readonly cutAfter: number | null;
}

/** For a person. */
export function told({ action, cutAfter }: Move): string {
  const cut = cutAfter === null ? '' : `, power cut after flash operation ${cutAfter}`;
  return `${action.does}${'form' in action ? ` (${action.form})` : ''}${cut}`;
}

export interface Situation {
  readonly size: Size;
  readonly device: Device;
  readonly world: World;
  /** Sets that were served before. */
  readonly earlier: readonly Files[];
}

/** A move that makes sense there. */
export function moveOf(random: Random, situation: Situation): Move {
  const choices = choicesOf(random, situation);
  const whole = choices.reduce((sum, [weight]) => sum + weight, 0);
  let left = random() * whole;
  const [, make] = choices.find(([weight]) => {
    left -= weight;
    return left < 0;
  }) ?? [0, (): Action => ({ does: 'power cycle' })];
  const action = make();
  // Nothing is written while nothing comes of it.
  const canCut = action.does !== 'app crash' && action.does !== 'minutes pass';
  return { action, cutAfter: canCut && random() < 0.4 ? 1 + Math.floor(random() ** 2 * 40) : null };
}

type Choice = readonly [weight: number, make: () => Action];

function choicesOf(random: Random, { size, device, world, earlier }: Situation): Choice[] {
  const form = () => pick(random, ['manifest', 'manifest', 'plain'] as const);
  // A plain offer has no name: over a hotfix the set that it would make is not the one that was rejected. A server
  // that heeds no `rejected` and goes on with both would move the device to and fro between them.
  const isRejected = device.rejected.some(({ set }) => set === setNameOf(world.server.files));
  const hotfixForm = () => (isRejected || device.trial ? 'manifest' : form());
  const again = () => earlier[Math.floor(random() * earlier.length)];
  const files = () => (random() < 0.35 ? again() : undefined) ?? setOfSize(size, random);
  const choices: Choice[] = [
    [6, () => ({ does: 'publish', files: files(), form: form() })],
    [2, () => ({ does: 'power cycle' })],
    [2, () => ({ does: 'reset button' })],
    [1.5, () => ({ does: 'swap server' })],
    world.reach === 'served' ? [1, () => ({ does: 'server goes' })] : [3, () => ({ does: 'server returns' })],
  ];
  // One thing at a time: a hotfix over one that is being ended is nobody's wish.
  if ('app.py' in device.files && Object.keys(device.dropped).length === 0)
    choices.push([4, () => ({ does: 'hotfix', files: hotfixOfSize(size, random), form: hotfixForm() })]);
  if (Object.keys(device.base).length > 0) choices.push([4, () => ({ does: 'drop overlay' })]);
  if (device.at === 'portal' && device.wifi === 'none')
    choices.push([20, () => ({ does: 'Wi-Fi at the portal' })]);
  if (size === 'real' && device.at === 'main') {
    choices.push([2, () => ({ does: 'factory reset' })]);
    if (programOf(device.files).fate === 'well') choices.push([2, () => ({ does: 'app crash' })]);
    if (device.trial) choices.push([6, () => ({ does: 'minutes pass' })]);
  }
  return choices;
}
