/** Is what lies on a flash what the model says of a device? */

import type { Files } from '../firmware/support.ts';
import { md5Of, setNameOf } from './hashes.ts';
import { programOf } from './sets.ts';
import type { Device, Entry, Journal, Numbered } from './states.ts';

/** Path to text. */
export type Flash = ReadonlyMap<string, string>;

type Json = Record<string, unknown>;

/** What is not as it should be, a line each. */
export function differences(device: Device, flash: Flash): string[] {
  const found: string[] = [];
  const is = (what: string, there: unknown, should: unknown) => {
    if (JSON.stringify(there) !== JSON.stringify(should))
      found.push(`${what} is ${JSON.stringify(there)}, not ${JSON.stringify(should)}`);
  };
  is('wifi.json', flash.has('wifi.json'), device.wifi === 'known');
  const journal = json(flash, 'update.json');
  is('update.json', journal?.kind ?? null, device.journal?.kind ?? null);
  if (device.journal) return [...found, ...halfway(device.journal, flash)];

  const names = [...flash.keys()].sort();
  is('pending.json', flash.has('pending.json'), device.pending !== null);
  is('the set', marked(softwareIn(flash)), marked(device.files));
  const state = json(flash, 'ota_state.json') ?? {};
  is('the trial', trialIn(state), device.trial && { set: device.trial.set, boots: device.trial.boots });
  is('seq', numberIn(state, 'seq'), device.seq);
  is('hotfix_seq', numberIn(state, 'hotfix_seq'), device.hotfixSeq);
  is('again', 'again' in state, device.again !== null);
  is('rejected', entriesIn(state), device.rejected.map(plainly));
  const version = json(flash, 'version.json');
  is('base', sorted(version?.base), sorted(device.base));
  is('dropped', sorted(version?.dropped), sorted(device.dropped));

  if (device.trial) {
    const { was } = device.trial;
    const changed = Object.keys(was.files).filter((name) => was.files[name] !== device.files[name]);
    for (const name of changed) is(`${name}.bak`, flash.get(`${name}.bak`), was.files[name]);
  }
  if (device.at === 'main' || device.at === 'portal') {
    is(
      'left over',
      names.filter((name) => leftOver(name, device)),
      [],
    );
    if (device.at === 'main') is('set of version.json', version?.set, setNameOf(device.files));
  }
  return found;
}

/** Of a swap under way all of the new set must be there, and of an update all of the old one too. */
function halfway({ kind, from, to }: Journal, flash: Flash): string[] {
  const lost = (files: Files, end: string) =>
    Object.keys(files)
      .filter((name) => flash.get(name) !== files[name] && flash.get(name + end) !== files[name])
      .map((name) => `${kind} under way: ${name} is lost`);
  if (kind === 'rollback') return lost(to.files, '.bak');
  return [...lost(to.files, '.new'), ...lost(from, '.bak')];
}

/** At rest nothing is left of staging, and of the way back only what a trial may need. */
function leftOver(name: string, { trial, files }: Device): boolean {
  // The platform writes these two at any time.
  if (/^(ota_state|pending)\.json\.new$/.test(name)) return programOf(files).hello !== 'ready';
  if (name.endsWith('.new')) return true;
  if (!name.endsWith('.bak')) return false;
  const of = name.slice(0, -'.bak'.length);
  return !trial || (of !== 'version.json' && trial.was.files[of] === files[of]);
}

function json(flash: Flash, path: string): Json | null {
  const text = flash.get(path);
  return text === undefined ? null : (JSON.parse(text) as Json);
}

export const softwareIn = (flash: Flash): Files =>
  Object.fromEntries([...flash].filter(([name]) => name.endsWith('.py') && name !== 'boot.py'));

/** By their first letters: what is printed has to be read. */
const marked = (files: Files) =>
  sorted(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, md5Of(text).slice(0, 6)])));

const sorted = (value: unknown) => Object.entries((value ?? {}) as Json).sort(([a], [b]) => (a < b ? -1 : 1));

function trialIn({ trial }: Json) {
  const { set, boots } = (trial ?? {}) as Json;
  return trial ? { set, boots } : null;
}

const numberIn = (state: Json, key: string): Numbered | null =>
  state[key] === undefined ? null : ({ seq: state[key], set: state[`${key}_set`] } as Numbered);

const plainly = ({ set, seq, key }: Entry) => ({ set, seq, of: key === null ? 'update' : 'hotfix' });

function entriesIn({ rejected }: Json) {
  const entries = (rejected ?? []) as { set: string; seq?: number; md5?: string }[];
  return entries.map((entry) => ({
    set: entry.set === entry.md5 ? null : entry.set,
    seq: entry.seq ?? null,
    of: entry.md5 === undefined ? 'update' : 'hotfix',
  }));
}
