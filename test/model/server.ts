/** What an OTA server has, and what it offers for what a device reports: section 2 of the protocol. */
import { createHash } from 'node:crypto';
import type { Files } from '../firmware/support.ts';
import { md5Of, setNameOf } from './hashes.ts';
import type { Device, Pending, Software } from './states.ts';

export interface Server {
  readonly files: Files;
  readonly form: 'manifest' | 'plain';
  readonly seq: number;
  readonly hotfix: Files | null;
  readonly drops: 'overlays' | 'nothing';
}

export interface World {
  readonly server: Server;
  readonly reach: 'served' | 'alone';
}

export interface Offer {
  readonly form: 'manifest' | 'plain';
  readonly files: Files;
  readonly remove: readonly string[];
  /** The manifest's; the plain form has neither. */
  readonly set: string | null;
  readonly seq: number | null;
  readonly drops: Server['drops'];
}

/** What `POST /boot` has in `files`: the base of an overlay in its place, and nothing that a hotfix added. */
export function reported({ files, base, dropped }: Software): Files {
  const told: Files = {};
  for (const [name, text] of Object.entries(files)) {
    const hash = name in base ? base[name] : name in dropped && dropped[name] === null ? null : md5Of(text);
    if (hash) told[name] = hash;
  }
  return told;
}

/** The answer to `POST /boot`. */
export function offerOf({ files, form, seq, drops }: Server, device: Software): Offer {
  const has = reported(device);
  const names = Object.keys(files).filter((name) => has[name] !== md5Of(files[name] ?? ''));
  const surplus = Object.keys(has).filter((name) => !(name in files));
  // The plain form has no way to say what to remove.
  const remove = form === 'plain' ? [] : surplus;
  const isManifest = form === 'manifest' && names.length + remove.length > 0;
  return {
    form: isManifest ? 'manifest' : 'plain',
    files: Object.fromEntries(names.map((name) => [name, files[name] ?? ''])),
    remove,
    set: isManifest ? setNameOf(files) : null,
    seq: isManifest ? seq : null,
    drops,
  };
}

/** The hotfix in the answer to a heartbeat, until the overlay shows all of it. */
export function hotfixOf({ hotfix, form, seq }: Server, { files, base }: Device): Pending | null {
  if (hotfix === null) return null;
  const arrived = Object.keys(hotfix).every((name) => name in base && files[name] === hotfix[name]);
  return arrived ? null : { form, files: hotfix, seq };
}

/** What stands in for the MD5 of a `pending.json`: the same for the same bytes. */
export const keyOf = ({ form, files, seq }: Pending): string =>
  createHash('md5')
    .update(JSON.stringify(form === 'plain' ? [form, files] : [form, files, seq]))
    .digest('hex');
