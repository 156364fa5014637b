/**
 * The device as the state table of the protocol (section 4) has it: what it may do next, from wherever it is. Written
 * from the document and from nothing else, so that it can tell when the firmware does something else.
 */
import { setNameOf } from './hashes.ts';
import { hotfixOf, keyOf, offerOf, type World } from './server.ts';
import { programOf } from './sets.ts';
import type { Device, Journal, Trial } from './states.ts';
import { type Outcome, reject, takeHotfix, takeUpdate } from './taking.ts';

export interface Step {
  /** `now`: it does one of these. `perhaps`: it may, with nobody's help. `later`: when two minutes have passed. */
  readonly when: 'now' | 'perhaps' | 'later';
  /** The line that tells of it; null: none does. */
  readonly says: string | null;
  readonly to: Device;
}

/** All that a device may do next in that world. Without a `now` it is at rest. */
export function next(device: Device, world: World): readonly Step[] {
  const go = (to: Partial<Device>, says: string | null = null): Step => ({
    when: 'now',
    says,
    to: { ...device, ...to },
  });
  switch (device.at) {
    case 'off':
      return [];
    case 'start':
      return [go({ at: 'found' }, 'start')];
    case 'found':
      return found(device, go);
    case 'commits':
      return device.journal ? [go(done(device.journal, device, 'start'), device.journal.says)] : [];
    case 'network':
      if (device.wifi === 'none') return [go({ at: 'portal' }, 'portal no-credentials')];
      return [device.pending ? pending(device, world, go) : go({ at: 'asks' })];
    case 'forgets':
      // What came of it is kept first: a cut between has it judged once more.
      return [go({ at: 'asks', pending: null })];
    case 'asks':
      return [asks(device, world, go)];
    case 'runs':
      if (!('main.py' in device.files)) return [go({ at: 'portal' }, 'portal no-software')];
      return [go({ at: 'main' }, programOf(device.files).hello)];
    case 'main':
      return main(device, world, go);
    case 'confirms':
      return [go({ at: 'main' }, `good set=${setNameOf(device.files)}`)];
    case 'leaves':
      return [go({ at: 'start' })];
    case 'portal':
      // Every half minute the server is asked again, which may have something by now.
      return device.wifi === 'known' ? [{ ...go({ at: 'asks' }), when: 'perhaps' }] : [];
  }
}

type Go = (to: Partial<Device>, says?: string | null) => Step;

/** The rows of the table, from the top. */
function found(device: Device, go: Go): Step[] {
  const { journal, trial } = device;
  // What was cut after the last rename needs no restart.
  if (journal) return (['start', 'found'] as const).map((at) => go(done(journal, device, at), journal.says));
  if (!trial) return [go({ at: 'network' })];
  if (trial.boots === 2) return [go(rollBack(device, trial, 'not confirmed'))];
  const boots = trial.boots + 1;
  return [go({ at: 'network', trial: { ...trial, boots } }, `trial ${boots} set=${trial.set}`)];
}

/** The journal is carried on to its end. */
function done({ kind, to }: Journal, { pending }: Device, at: 'start' | 'found'): Partial<Device> {
  return { ...to, at, journal: null, pending: kind === 'hotfix' ? null : pending };
}

function rollBack(device: Device, trial: Trial, why: 'not confirmed' | 'superseded'): Partial<Device> {
  const rejected = why === 'superseded' ? device.rejected : reject(device.rejected, trial.entry);
  const to = { ...trial.was, rejected, trial: null };
  return {
    at: 'commits',
    journal: { kind: 'rollback', says: `rollback ${why} set=${trial.set}`, from: device.files, to },
  };
}

function pending(device: Device, world: World, go: Go): Step {
  if (!device.pending) return go({ at: 'asks' });
  const outcome = takeHotfix(device, device.pending, world);
  if (outcome.is === 'journal') return commits(device, outcome.journal, go);
  if (outcome.is === 'nothing') return go({ ...outcome.after, at: 'forgets' });
  return go({ ...remembered(outcome), at: 'forgets' }, 'refused hotfix');
}

function asks(device: Device, world: World, go: Go): Step {
  if (world.reach === 'alone') return go({ at: 'runs' }, 'offline');
  const outcome = takeUpdate(device, offerOf(world.server, device));
  if (outcome.is === 'journal') return commits(device, outcome.journal, go);
  if (outcome.is === 'nothing') return go({ ...outcome.after, at: 'runs' }, 'up to date');
  return go({ at: 'runs' }, 'refused update');
}

/** What comes during a trial ends it first, and comes again. */
function commits(device: Device, journal: Journal, go: Go): Step {
  if (device.trial) return go(rollBack(device, device.trial, 'superseded'));
  return go({ at: 'commits', journal });
}

const remembered = ({ rejected, again }: Extract<Outcome, { is: 'refused' }>) => ({ rejected, again });

function main(device: Device, { server, reach }: World, go: Go): Step[] {
  const { fate } = programOf(device.files);
  if (fate === 'resets') return [go({ at: 'found' }, 'start')];
  const steps: Step[] = [];
  const { trial } = device;
  if (trial) steps.push({ ...go({ at: 'found' }, 'start'), when: 'later' });
  if (fate === 'ends') return steps;
  if (trial && fate === 'well')
    steps.push({
      when: 'perhaps',
      says: null,
      to: { ...device, at: 'confirms', trial: null },
    });
  if (reach === 'alone') return steps;
  const offered = hotfixOf(server, device);
  if (offered) {
    const known = device.rejected.some(({ key }) => key === keyOf(offered));
    if (!known && !trial) steps.push(go({ at: 'leaves', pending: offered }, 'pending'));
  } else if (device.rejected.some(({ key }) => key !== null)) {
    const rejected = device.rejected.filter(({ key }) => key === null);
    steps.push({ ...go({ rejected, again: null }), when: 'perhaps' });
  }
  return steps;
}

/** A factory reset: what comes of it, and what there may be after a cut in it. */
export function factoryReset(device: Device): { readonly after: Device; readonly between: Device[] } {
  const closed: Device = { ...device, at: 'off', trial: null };
  const cleared: Device = { ...closed, wifi: 'none', base: {}, dropped: {}, pending: null };
  const between: Device[] = [];
  for (const { wifi } of [closed, cleared])
    for (const { base, dropped } of [closed, cleared])
      for (const { pending: one } of [closed, cleared])
        between.push({ ...closed, wifi, base, dropped, pending: one });
  return { after: { ...cleared, at: 'start' }, between };
}
