/** What comes of an offer: it is refused whole, changes nothing, or is committed by a journal. Sections 1, 2 and 4. */

import type { Files } from '../firmware/support.ts';
import { md5Of, setNameOf } from './hashes.ts';
import { keyOf, type Offer, type World } from './server.ts';
import type { Device, Entry, Hashes, Journal, Pending, Software, Standing } from './states.ts';

export type Outcome =
  | { readonly is: 'refused'; readonly rejected: Standing['rejected']; readonly again: string | null }
  | { readonly is: 'nothing'; readonly after: Software }
  | { readonly is: 'journal'; readonly journal: Journal };

const LAST = 4;
const without = <T>(from: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
const same = (a: Hashes, b: Hashes) =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((name) => a[name] === b[name]);
const hasTrial = (files: Files) => /^TRIAL = 1\s*$/m.test(files['platform.py'] ?? '');

export const reject = (rejected: Standing['rejected'], entry: Entry): Standing['rejected'] => [
  ...rejected.slice(1 - LAST),
  entry,
];

/** A rejected set needs a higher number than it was rejected with. */
const isRejected = (device: Device, set: string, seq: number | null) =>
  device.rejected.some((entry) => entry.set === set && (entry.seq ?? -1) >= (seq ?? -1));

export function takeUpdate(device: Device, offer: Offer): Outcome {
  // A hotfix is ended by itself: only the answer to the true hashes brings files.
  if (offer.drops === 'overlays' && Object.keys(device.base).length > 0)
    return outcome(
      'update',
      device,
      { files: device.files, base: {}, dropped: device.base },
      { ...offer, key: null, offered: 0 },
    );
  const names = Object.keys(offer.files);
  const open = without(device.dropped, names);
  // A hotfix that was ended goes whole, when all that it replaced has been put back; or it stays whole.
  const added = Object.values(open).some((hash) => hash !== null) ? [] : Object.keys(open);
  const remove = [...offer.remove, ...added];
  const base = without(device.base, [...names, ...remove]);
  const files = without({ ...device.files, ...offer.files }, remove);
  return outcome(
    'update',
    device,
    { files, base, dropped: {} },
    { ...offer, key: null, offered: names.length },
  );
}

export function takeHotfix(device: Device, pending: Pending, world: World): Outcome {
  const { form, files, seq } = pending;
  const key = keyOf(pending);
  const base = {
    ...Object.fromEntries(Object.keys(files).map((name) => [name, hashOf(device.files, name)])),
    ...device.base,
  };
  const after = { files: { ...device.files, ...files }, base, dropped: device.dropped };
  const isManifest = form === 'manifest';
  const offer = {
    set: isManifest ? setNameOf(files) : null,
    seq: isManifest ? seq : null,
    key,
    offered: Object.keys(files).length,
  };
  if (isManifest && !isRejected(device, setNameOf(files), seq)) {
    const failed = fetchOf(device, pending, world);
    const entry = { set: setNameOf(files), seq, key };
    if (failed === 'by content' || (failed === 'by network' && device.again === key))
      return { is: 'refused', rejected: reject(device.rejected, entry), again: device.again };
    if (failed === 'by network') return { is: 'refused', rejected: device.rejected, again: key };
  }
  return outcome('hotfix', device, after, offer);
}

const hashOf = (files: Files, name: string) => (name in files ? md5Of(files[name] ?? '') : null);

/** The files that the flash lacks, one after the other, from the server that is there now. */
function fetchOf(device: Device, { files }: Pending, { server, reach }: World) {
  for (const name of Object.keys(files)) {
    if (device.files[name] === files[name]) continue;
    const text = reach === 'served' ? server.hotfix?.[name] : undefined;
    if (text === undefined) return 'by network';
    if (text !== files[name]) return 'by content';
  }
  return 'not at all';
}

interface Offered extends Pick<Offer, 'set' | 'seq'> {
  readonly drops?: Offer['drops'];
  readonly key: string | null;
  /** Files of it. */
  readonly offered: number;
}

const softwareOf = ({ files, base, dropped, seq, hotfixSeq, again }: Device): Software => ({
  files,
  base,
  dropped,
  seq,
  hotfixSeq,
  again,
});

function outcome(
  kind: 'update' | 'hotfix',
  device: Device,
  after: Pick<Software, 'files' | 'base' | 'dropped'>,
  { set, seq, drops, key, offered }: Offered,
): Outcome {
  const { rejected, again } = device;
  const was = softwareOf(device);
  const result = setNameOf(after.files);
  const entry = { set: set ?? result, seq, key };
  const changed = [...new Set([...Object.keys(device.files), ...Object.keys(after.files)])].filter(
    (name) => device.files[name] !== after.files[name],
  ).length;
  // In the plain form a set is known by what it would be; an answer without files names none.
  if ((set !== null || offered > 0) && isRejected(device, entry.set, seq))
    return { is: 'refused', rejected: key === null ? rejected : reject(rejected, entry), again };
  // Nothing could be started.
  if ((set !== null || offered > 0) && !('main.py' in after.files))
    return { is: 'refused', rejected: key === null ? rejected : reject(rejected, { set, seq, key }), again };
  const numbers = seq === null ? {} : { [kind === 'update' ? 'seq' : 'hotfixSeq']: { seq, set: entry.set } };
  const software: Software = { ...was, ...after, ...numbers };
  if (changed === 0 && same(after.base, device.base)) return { is: 'nothing', after: software };
  const isTried = changed > 0 && hasTrial(after.files);
  const says =
    drops === 'overlays' && changed === 0 ? 'dropped overlay' : `${kind} ${changed} files set=${result}`;
  const trial = isTried ? { set: result, boots: 0, entry, was } : null;
  return {
    is: 'journal',
    journal: { kind, says, from: device.files, to: { ...software, rejected, trial } },
  };
}
