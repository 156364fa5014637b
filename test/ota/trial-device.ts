/**
 * A device with pinned keys and a trial after each change, as the protocol has it. It insists on what an honest server owes it:
 * whatever is offered is signed with a key that it pins, has a number that it may take, and is nothing that it refused.
 */
import { expect } from 'vitest';
import type { PinnedKey } from '../../main/ota/index.ts';
import { setOf } from '../../main/ota/index.ts';
import { type Answer, ID, MAC, type Manifest, manifestOf, md5, type Rig } from './rig.ts';
import { signerOf } from './signature.ts';

type Kind = 'update' | 'hotfix';

/** The number in force and the set that it belongs to. */
interface InForce {
  seq: number;
  set: string;
}

interface Standing {
  flash: Map<string, string>;
  /** For each hotfixed name the MD5 that it replaced, or null. */
  base: Map<string, string | null>;
  numbers: Record<Kind, InForce | null>;
}

export interface TrialDevice {
  readonly now: Readonly<Standing>;
  readonly rejected: { set: string; seq: number; reason: string }[];
  /** Asks; takes what is offered, on trial. True when something was offered. */
  boot(rig: Rig): Promise<boolean>;
  heartbeat(rig: Rig): Promise<boolean>;
  /** Ends the trial, if there is one: everything stays, or everything is as it was before. */
  judge(how: 'good' | 'bad'): void;
}

/** @param tellsKeys whether it says in its requests which keys it pins */
export function createTrialDevice(pins: readonly PinnedKey[], tellsKeys: boolean): TrialDevice {
  let now: Standing = { flash: new Map(), base: new Map(), numbers: { update: null, hotfix: null } };
  const rejected: TrialDevice['rejected'] = [];
  let trial: { before: Standing; entry: InForce } | undefined;

  const copy = ({ flash, base, numbers }: Standing): Standing => ({
    flash: new Map(flash),
    base: new Map(base),
    numbers: { ...numbers },
  });
  const overlay = () => Object.fromEntries([...now.base.keys()].map((n) => [n, md5(now.flash.get(n) ?? '')]));
  const hashes = () => Object.fromEntries([...now.flash].map(([name, text]) => [name, md5(text)]));
  const reported = () => {
    const all = hashes();
    for (const [name, was] of now.base) {
      if (was === null) delete all[name];
      else all[name] = was;
    }
    return all;
  };
  const common = () => ({
    mac: MAC,
    app_type: 'meter',
    accept: ['manifest'],
    set: setOf(hashes()),
    overlay: overlay(),
    rejected: rejected.slice(-4),
    trial: trial !== undefined,
    seq: now.numbers.update?.seq ?? null,
    hotfix_seq: now.numbers.hotfix?.seq ?? null,
    ...(tellsKeys ? { key_ids: pins.map(({ id }) => id) } : {}),
  });

  const check = (answer: Answer, kind: Kind): Manifest => {
    signerOf(answer, pins);
    const manifest = manifestOf(answer);
    const { seq, set } = manifest;
    expect(manifest.app_type).toBe(kind === 'update' ? 'meter' : undefined);
    expect(manifest.device_id).toBe(kind === 'hotfix' ? ID : undefined);
    const last = now.numbers[kind];
    const may =
      !last ||
      seq > last.seq ||
      (seq === last.seq && set === last.set) ||
      manifest.downgrade_from === last.seq;
    expect(may, `${kind} ${seq} after ${last?.seq}, down from ${manifest.downgrade_from}`).toBe(true);
    const refused = rejected.slice(-4).find((entry) => entry.set === set && entry.seq >= seq);
    expect(refused, `${kind} ${seq} was refused`).toBeUndefined();
    return manifest;
  };
  const fetched = async (rig: Rig, { files }: Manifest) => {
    const got = new Map<string, string>();
    for (const { name, url, md5: hash } of files) {
      const answer = await rig.get(`/${url}`);
      expect(md5(answer.text)).toBe(hash);
      got.set(name, answer.text);
    }
    return got;
  };
  const take = async (rig: Rig, answer: Answer, kind: Kind): Promise<void> => {
    const manifest = check(answer, kind);
    const files = await fetched(rig, manifest);
    const before = copy(now);
    if (manifest.drop_overlay) {
      for (const [name, was] of now.base) if (was === null) now.flash.delete(name);
      now.base.clear();
    }
    for (const [name, text] of files) {
      const had = now.flash.get(name);
      if (kind === 'update') now.base.delete(name);
      else if (!now.base.has(name)) now.base.set(name, had === undefined ? null : md5(had));
      now.flash.set(name, text);
    }
    for (const name of manifest.remove) {
      now.flash.delete(name);
      now.base.delete(name);
    }
    const entry = { seq: manifest.seq, set: manifest.set };
    now.numbers[kind] = entry;
    if (setOf(hashes()) !== setOf(Object.fromEntries([...before.flash].map(([n, t]) => [n, md5(t)]))))
      trial = { before, entry };
  };

  return {
    get now() {
      return now;
    },
    rejected,
    judge: (how) => {
      if (trial && how === 'bad') {
        now = trial.before;
        rejected.push({ ...trial.entry, reason: 'not confirmed' });
      }
      trial = undefined;
    },
    boot: async (rig) => {
      const answer = await rig.post('/boot', { ...common(), device_type: 'pico', files: reported() });
      expect(answer.status).toBe(200);
      if (answer.json.update !== true) return false;
      if (trial) {
        // What is not good yet gives way first, and is refused by nobody.
        now = trial.before;
        trial = undefined;
      } else await take(rig, answer, 'update');
      return true;
    },
    heartbeat: async (rig) => {
      const answer = await rig.post('/heartbeat', { ...common(), device_id: ID, uptime_ms: 1 });
      expect(answer.status).toBe(200);
      if (answer.json.update !== true || trial) return false;
      await take(rig, answer, 'hotfix');
      return true;
    },
  };
}
