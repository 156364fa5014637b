/** `keys`: the pairs that updates are signed with. Only what is public of them is ever printed. */

import { Failure } from '../../preload/contract/errors.ts';
import { openHome } from '../home.ts';
import { type KeyRing, keysOf, openKeys } from '../ota/index.ts';
import type { CommandContext } from './context.ts';

const ROLES = {
  current: 'in use: signs updates, and new boards pin it',
  next: 'next: new boards pin it too; "keys rotate --finish" puts it in use',
  old: 'of earlier times: signs for boards that know no other',
} as const;

const openBenchKeys = () => {
  const { keys, ota } = openHome();
  return openKeys({ path: keys, base: ota });
};

export async function runKeysCreate({ out }: CommandContext): Promise<void> {
  tell(out, await openBenchKeys().create());
}

/** @throws Failure `keys-missing` */
export async function runKeysShow({ out }: CommandContext): Promise<void> {
  const ring = openBenchKeys().look();
  if (ring.status === 'none') throw new Failure('keys-missing', {});
  tell(out, ring);
}

export async function runKeysRotate({ out }: CommandContext, { finish }: { finish?: true }): Promise<void> {
  const keys = openBenchKeys();
  tell(out, await (finish ? keys.finish() : keys.rotate()));
}

function tell(out: CommandContext['out'], ring: KeyRing): void {
  for (const { role, key } of keysOf(ring)) {
    const { fingerprint, createdAt, pinned } = key;
    const made = new Date(createdAt).toISOString().slice(0, 10);
    const lines = [
      `${pinned.id}  ${ROLES[role]}`,
      `  made ${made}, SHA-256 of its modulus:`,
      ...grouped(fingerprint),
    ];
    out.say([...lines, `  ${JSON.stringify(pinned)}`].join('\n'), {
      type: 'key',
      role,
      ...pinned,
      fingerprint,
      createdAt,
    });
  }
}

/** In groups that can be read aloud, eight a line. */
function grouped(hex: string): string[] {
  const groups = hex.match(/.{4}/g) ?? [];
  return [groups.slice(0, 8), groups.slice(8)].map((line) => `    ${line.join(' ')}`);
}
