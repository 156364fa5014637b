/**
 * Where the passwords of sites outlive the program, or do not:
 *
 *     memory     until the program ends
 *     os         sealed with a key that the operating system's key store keeps
 *     key-file   sealed with a key that a person's file keeps
 *
 * What is sealed lies among the settings, one row a site. A password is never there as it is.
 */
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import type { SecretsKept } from '../../preload/contract/settings.ts';
import type { Settings as KeptSettings } from '../records/index.ts';
import { openKeyFile } from './key-file.ts';
import type { Sealer } from './sealer.ts';

export interface SecretStore {
  readonly kind: SecretsKept;
  /** Null for none. @throws Failure `site-secret-damaged` */
  load(ssid: string): Promise<string | null>;
  /** @throws Failure `site-secret-not-kept` */
  save(ssid: string, secret: string): Promise<void>;
  remove(ssid: string): Promise<void>;
}

/** How passwords are to be kept, as whoever starts the bench decides. */
export type SecretKeeping =
  | { readonly kind: 'memory' }
  | { readonly kind: 'os'; readonly sealer: Sealer }
  | {
      readonly kind: 'key-file';
      readonly path: string;
      /** Of scrypt, its N. Left out: what a pass phrase needs. Less is for those who try much with files that guard nothing. */
      readonly cost?: number | undefined;
    };

const SEALED_KINDS = ['os', 'key-file'] as const;
type SealedKind = (typeof SEALED_KINDS)[number];

/** What is sealed says for which site it is: nobody can give a site another one's password. */
const content = z.object({ ssid: z.string(), secret: z.string() });

/** @throws Failure `key-file-refused`, `key-file-wrong` */
export async function openSecrets(kept: KeptSettings, keeping: SecretKeeping): Promise<SecretStore> {
  switch (keeping.kind) {
    case 'memory':
      return memoryStore(kept);
    case 'os':
      return sealedStore(kept, 'os', keeping.sealer);
    case 'key-file': {
      const isEmpty = (await kept.list(prefixOf('key-file'))).length === 0;
      return sealedStore(kept, 'key-file', await openKeyFile(kept, keeping, isEmpty));
    }
  }
}

/** Settings hold what is known in this run; there is nothing to keep but order: what was sealed before is out of date. */
function memoryStore(kept: KeptSettings): SecretStore {
  return {
    kind: 'memory',
    load: async () => null,
    save: (ssid) => dropSealed(kept, ssid),
    remove: (ssid) => dropSealed(kept, ssid),
  };
}

function sealedStore(kept: KeptSettings, kind: SealedKind, sealer: Sealer): SecretStore {
  const save = async (ssid: string, secret: string) => {
    try {
      const sealed = await sealer.seal(JSON.stringify({ ssid, secret }));
      await dropSealed(kept, ssid);
      await kept.save(`${prefixOf(kind)}${ssid}`, Buffer.from(sealed).toString('base64'));
    } catch (error) {
      throw new Failure('site-secret-not-kept', { ssid, by: kind }, error);
    }
  };
  return {
    kind,
    async load(ssid) {
      const key = `${prefixOf(kind)}${ssid}`;
      const row = (await kept.list(key)).find((one) => one.key === key);
      if (row === undefined) return null;
      const { secret, seal } = await openRow(row.value, ssid, sealer);
      // The old seal still opens: what cannot be sealed anew now is so at the next start.
      if (seal === 'old') await save(ssid, secret).catch(() => {});
      return secret;
    },
    save,
    remove: (ssid) => dropSealed(kept, ssid),
  };
}

/** No cause goes along: what was opened could be in it. */
async function openRow(value: unknown, ssid: string, sealer: Sealer) {
  try {
    const { text, seal } = await sealer.open(Buffer.from(z.string().parse(value), 'base64'));
    const opened = content.parse(JSON.parse(text));
    if (opened.ssid === ssid) return { secret: opened.secret, seal };
  } catch {
    // Whatever it is that it cannot be opened for, the password is lost, and that is what is said.
  }
  throw new Failure('site-secret-damaged', { ssid });
}

/** All that was ever sealed of a site, in whichever way: there is one password, the last one. */
async function dropSealed(kept: KeptSettings, ssid: string): Promise<void> {
  for (const kind of SEALED_KINDS) await kept.remove(`${prefixOf(kind)}${ssid}`);
}

const prefixOf = (kind: SealedKind) => `sealed:${kind}:`;
