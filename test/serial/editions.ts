/** A set of files in two editions, each of which says what it is when it runs. */
import type { BoardFile } from '../../main/serial/index.ts';
import { seeded } from '../../main/virtual/index.ts';

export type Edition = 'old' | 'new';

/** Says which edition of each part runs: of boot.py, main.py and the module that it imports. */
const PROGRAMS: Readonly<Record<string, (edition: Edition) => string>> = {
  'parts.py': (edition) => `EDITION = '${edition}'\n`,
  'lib/deep.py': (edition) => `EDITION = '${edition}'\n`,
  'main.py': (edition) =>
    `import parts\nwith open('lib/deep.py') as f: exec(f.read())\nprint('runs', BOOT, parts.EDITION, EDITION, '${edition}', end='.\\n')\n`,
  'boot.py': (edition) => `BOOT = '${edition}'\n`,
};

/** Files of one edition: programs, and what is hard to carry; `boot.py` is the last. */
export function setOf(edition: Edition): BoardFile[] {
  const random = seeded(edition === 'old' ? 1 : 2);
  const noise = Uint8Array.from({ length: 5000 }, () => Math.floor(random() * 256));
  return [
    { name: 'data.bin', content: noise },
    ...Object.entries(PROGRAMS).map(([name, text]) => ({
      name,
      content: Buffer.from(`${text(edition)}${'# as long as a program\n'.repeat(100)}`),
    })),
  ];
}
