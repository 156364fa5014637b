/** Passwords of sites outlive the program sealed or not at all; `os` stands on the same seal here, `test/shell` has Electron's. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecords, openSettings } from '../../main/records/index.ts';
import { createSettings, type Sealer, type SecretKeeping } from '../../main/settings/index.ts';
import { toFailure } from '../../preload/contract/errors.ts';

const OPTIONS = {
  dataFolder: '/data',
  otaBase: '/data/ota',
  ota: { host: '127.0.0.1', port: 0, heartbeatIntervalMs: null },
};
/** Of scrypt: what is tried here is who opens what, and not how long guessing takes. */
const CHEAP = 2 ** 4;
const PASSWORD = `a 'password' "of" works`;

type KeyFile = Extract<SecretKeeping, { kind: 'key-file' }>;

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bootbench-secrets-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keyFile(name: string, content: string | Buffer = `${name}, and long enough`): KeyFile {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return { kind: 'key-file', path, cost: CHEAP };
}

/** One start of the program on the same data. */
async function run<T>(
  secrets: SecretKeeping | undefined,
  work: (settings: Awaited<ReturnType<typeof createSettings>>) => Promise<T> | T,
): Promise<T> {
  const records = await openRecords(join(folder, 'a.sqlite'));
  try {
    return await work(
      await createSettings(records, { ...OPTIONS, secrets, log: (line) => void said.push(line) }),
    );
  } finally {
    await records.close();
  }
}

/** Works on the rows as somebody with the file would. */
async function tamper(work: (rows: ReturnType<typeof openSettings>) => Promise<void>): Promise<void> {
  const records = await openRecords(join(folder, 'a.sqlite'));
  await work(openSettings(records));
  await records.close();
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  );
const isKnown = (secrets: SecretKeeping | undefined, ssid = 'Works') =>
  run(secrets, (settings) => settings.present().sites.find((site) => site.ssid === ssid)?.secret);
const sealedRows = async () => {
  const rows: string[] = [];
  await tamper(async (kept) => void rows.push(...(await kept.list('sealed:')).map(({ key }) => key)));
  return rows;
};
/** Every file of the data folder but the key files. */
const onDisk = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith('a.sqlite'))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

/** A key store that reverses: enough to see what is asked of one. */
function toyStore(): { sealer: Sealer; keyAge: 'fresh' | 'old'; locked: 'no' | 'yes'; sealed: number } {
  const store: ReturnType<typeof toyStore> = {
    keyAge: 'fresh',
    locked: 'no',
    sealed: 0,
    sealer: {
      async seal(text) {
        if (store.locked === 'yes') throw new Error(`locked while ${text}`);
        store.sealed++;
        return Buffer.from(text).reverse();
      },
      open: async (sealed) => ({ text: Buffer.from(sealed).reverse().toString(), seal: store.keyAge }),
    },
  };
  return store;
}

describe('with a key file', () => {
  it('a password is there at the next start, and nowhere as it is', async () => {
    const key = keyFile('key');
    await run(key, (settings) => settings.saveSite('Works', PASSWORD));
    await run(key, (settings) => {
      expect(settings.passwordOf('Works')).toBe(PASSWORD);
      expect(settings.present()).toMatchObject({
        secretsKept: 'key-file',
        sites: [{ ssid: 'Works', secret: 'known', chosenAt: null }],
      });
    });
    expect(onDisk()).toContain('sealed:key-file:Works');
    for (const form of [
      PASSWORD,
      JSON.stringify(PASSWORD),
      Buffer.from(PASSWORD).toString('base64'),
      'password',
    ])
      expect(onDisk()).not.toContain(form);
  });

  it('without a cost of its own it is as dear as a pass phrase needs: 32 MiB', async () => {
    const { path } = keyFile('key');
    await run({ kind: 'key-file', path }, (settings) => settings.saveSite('Works', PASSWORD));
    expect(await isKnown({ kind: 'key-file', path, cost: 2 ** 15 })).toBe('known');
    expect(await code(run({ kind: 'key-file', path, cost: CHEAP }, () => {}))).toBe('key-file-wrong');
  });

  it('another key file is said to be the wrong one, by its name and nothing of its content', async () => {
    await run(keyFile('key'), (settings) => settings.saveSite('Works', PASSWORD));
    const failure = await run(keyFile('other'), () => {}).catch(toFailure);
    expect(failure).toMatchObject({ code: 'key-file-wrong', params: { path: join(folder, 'other') } });
    expect(JSON.stringify(failure)).not.toContain('long enough');
    expect(await isKnown(keyFile('key'))).toBe('known');
  });

  it('may be another one when nothing is sealed any more', async () => {
    const key = keyFile('key');
    await run(key, (settings) => settings.saveSite('Works', PASSWORD));
    await run(undefined, (settings) => settings.removeSite('Works'));
    const other = keyFile('other');
    await run(other, (settings) => settings.saveSite('Works', PASSWORD));
    expect(await isKnown(other)).toBe('known');
    expect(await code(run(key, () => {}))).toBe('key-file-wrong');
  });

  it('without it a site is there and its password is not; another one typed then ends the sealed one', async () => {
    const key = keyFile('key');
    await run(key, (settings) => settings.saveSite('Works', PASSWORD));
    expect(await isKnown(undefined)).toBe('unknown');
    expect(await isKnown(key)).toBe('known');
    await run(undefined, (settings) => settings.saveSite('Works', 'the-new-one'));
    expect(await sealedRows()).toEqual([]);
    expect(await isKnown(key)).toBe('unknown');
  });

  it.each([
    ['one bit of it', (value: string) => flipped(value, 40)],
    ['its tag', (value: string) => flipped(value, 13)],
    ['its end', (value: string) => Buffer.from(value, 'base64').subarray(0, -1).toString('base64')],
    ['all of it', () => 'nothing'],
  ])('what was changed is noticed: %s', async (_, change) => {
    const key = keyFile('key');
    await run(key, async (settings) => {
      await settings.saveSite('Works', PASSWORD);
      await settings.saveSite('Hall', 'the-hall-password');
    });
    await tamper(async (kept) => {
      const [row] = await kept.list('sealed:key-file:Works');
      await kept.save('sealed:key-file:Works', change(String(row?.value)));
    });
    await run(key, (settings) => {
      expect(() => settings.passwordOf('Works')).toThrow(
        expect.objectContaining({ code: 'site-secret-unknown' }),
      );
      expect(settings.passwordOf('Hall')).toBe('the-hall-password');
    });
    expect(said.join('\n')).toContain('site-secret-damaged "Works"');
    expect(said.join('\n')).not.toContain('password of works');
  });

  it("one site cannot be given another one's password", async () => {
    const key = keyFile('key');
    await run(key, async (settings) => {
      await settings.saveSite('Works', PASSWORD);
      await settings.saveSite('Hall', 'the-hall-password');
    });
    await tamper(async (kept) => {
      const [works] = await kept.list('sealed:key-file:Works');
      await kept.save('sealed:key-file:Hall', works?.value);
    });
    expect(await isKnown(key, 'Hall')).toBe('unknown');
    expect(said.join('\n')).toContain('site-secret-damaged "Hall"');
  });

  it('the same password is sealed into something else each time', async () => {
    const key = keyFile('key');
    const once = async () => {
      await run(key, (settings) => settings.saveSite('Works', PASSWORD));
      let value: unknown;
      await tamper(async (kept) => {
        value = (await kept.list('sealed:key-file:Works'))[0]?.value;
      });
      return value;
    };
    expect(await once()).not.toBe(await once());
  });

  it.each([
    ['that is not there', () => join(folder, 'nowhere'), 'cannot be read'],
    ['that is a folder', () => folder, 'no file'],
    ['that is short', () => keyFile('short', 'short').path, 'shorter than 16'],
    ['that is something else', () => keyFile('big', Buffer.alloc(70_000)).path, 'longer than'],
  ])('one %s is refused', async (_, path, problem) => {
    const failure = await run({ kind: 'key-file', path: path() }, () => {}).catch(toFailure);
    expect(failure).toMatchObject({
      code: 'key-file-refused',
      params: { problem: expect.stringContaining(problem) },
    });
  });

  it.skipIf(process.platform === 'win32')('one that others may read is refused', async () => {
    const key = keyFile('key');
    chmodSync(key.path, 0o640);
    expect(await code(run(key, () => {}))).toBe('key-file-refused');
  });
});

describe("with the system's key store", () => {
  it('a password is there at the next start, and gone with its site', async () => {
    const { sealer } = toyStore();
    await run({ kind: 'os', sealer }, (settings) => settings.saveSite('Works', PASSWORD));
    expect(await isKnown({ kind: 'os', sealer })).toBe('known');
    expect(onDisk()).not.toContain(PASSWORD);
    await run({ kind: 'os', sealer }, (settings) => settings.removeSite('Works'));
    expect(await sealedRows()).toEqual([]);
  });

  it('a network that is open now has no password any more', async () => {
    const { sealer } = toyStore();
    await run({ kind: 'os', sealer }, async (settings) => {
      await settings.saveSite('Works', PASSWORD);
      await settings.saveSite('Works', '');
    });
    expect(await sealedRows()).toEqual([]);
    expect(await isKnown({ kind: 'os', sealer })).toBe('none-needed');
  });

  it('a locked one is told of, and the password is known for this run', async () => {
    const store = toyStore();
    store.locked = 'yes';
    await run({ kind: 'os', sealer: store.sealer }, async (settings) => {
      const failure = await settings.saveSite('Works', PASSWORD).catch(toFailure);
      expect(failure).toMatchObject({ code: 'site-secret-not-kept', params: { ssid: 'Works', by: 'os' } });
      expect(settings.passwordOf('Works')).toBe(PASSWORD);
    });
    expect(await isKnown({ kind: 'os', sealer: store.sealer })).toBe('unknown');
  });

  it('an old seal is made anew', async () => {
    const store = toyStore();
    const keeping = { kind: 'os', sealer: store.sealer } as const;
    await run(keeping, (settings) => settings.saveSite('Works', PASSWORD));
    store.keyAge = 'old';
    expect(await isKnown(keeping)).toBe('known');
    expect(store.sealed).toBe(2);
  });
});

it('in memory only, nothing is sealed', async () => {
  await run(undefined, async (settings) => {
    await settings.saveSite('Works', PASSWORD);
    expect(settings.present().secretsKept).toBe('memory');
  });
  expect(await sealedRows()).toEqual([]);
  expect(existsSync(join(folder, 'a.sqlite'))).toBe(true);
  expect(onDisk()).not.toContain('password');
});

function flipped(value: string, at: number): string {
  const bytes = Buffer.from(value, 'base64');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString('base64');
}
