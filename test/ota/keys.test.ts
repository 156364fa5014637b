import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { keysOf, openKeys, pinsOf } from '../../main/ota/index.ts';
import { temporaryFolder } from './rig.ts';

function folder() {
  const home = temporaryFolder();
  const path = join(home, 'keys.json');
  const base = join(home, 'ota');
  mkdirSync(base);
  return { home, path, base, keys: openKeys({ path, base, now: () => 1_800_000_000_000 }) };
}

const roles = (ring: Parameters<typeof keysOf>[0]) =>
  keysOf(ring).map(({ role, key }) => [role, key.pinned.id]);

test('the first key: for its owner alone, written whole, found again by another program', async () => {
  const { home, path, base, keys } = folder();
  expect(keys.look()).toEqual({ status: 'none' });
  expect(pinsOf(keys.look())).toEqual([]);
  const ring = await keys.create();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(home).sort()).toEqual(['keys.json', 'ota']);
  const [pin] = pinsOf(ring);
  expect(pin).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    n: expect.stringMatching(/^[89a-f][0-9a-f]{767}$/),
  });
  expect(pinsOf(openKeys({ path, base }).look())).toEqual([pin]);
  expect(pinsOf(keys.look())).toEqual([pin]);
  expect(keys.look()).toBe(keys.look());
});

test('none ─ steady ─ rotating ─ steady: who is pinned, who is kept, and what each state refuses', async () => {
  const { keys } = folder();
  await expect(keys.rotate()).rejects.toMatchObject({ code: 'keys-missing' });
  await expect(keys.finish()).rejects.toMatchObject({ code: 'keys-missing' });
  const [first] = pinsOf(await keys.create());
  await expect(keys.create()).rejects.toMatchObject({ code: 'keys-refused' });
  await expect(keys.finish()).rejects.toMatchObject({ code: 'keys-refused' });
  const [current, next] = pinsOf(await keys.rotate());
  expect(current).toEqual(first);
  expect(next?.id).not.toBe(first?.id);
  await expect(keys.rotate()).rejects.toMatchObject({ code: 'keys-refused' });
  await expect(keys.create()).rejects.toMatchObject({ code: 'keys-refused' });
  const after = await keys.finish();
  expect(pinsOf(after)).toEqual([next]);
  expect(roles(after)).toEqual([
    ['current', next?.id],
    ['old', first?.id],
  ]);
  expect(roles(keys.look())).toEqual(roles(after));
  expect((await keys.rotate()).status).toBe('rotating');
});

test('two programs that make the first key at once make one', async () => {
  const { path, base, home } = folder();
  const both = await Promise.allSettled([1, 2].map(() => openKeys({ path, base }).create()));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'keys-refused' },
  });
  expect(keysOf(openKeys({ path, base }).look())).toHaveLength(1);
  expect(readdirSync(home).sort()).toEqual(['keys.json', 'ota']);
});

test('never in the OTA tree: not as such, not through a link', async () => {
  const { home, base, keys, path } = folder();
  await keys.create();
  const refused = {
    code: 'keys-file',
    params: expect.objectContaining({ problem: expect.stringContaining('OTA') }),
  };
  const inside = openKeys({ path: join(base, 'keys.json'), base });
  await expect(inside.create()).rejects.toMatchObject(refused);
  symlinkSync(base, join(home, 'link'));
  await expect(openKeys({ path: join(home, 'link', 'keys.json'), base }).create()).rejects.toMatchObject(
    refused,
  );
  // A tree that somebody moved around a file that was right.
  expect(() => openKeys({ path, base: home }).look()).toThrow(expect.objectContaining(refused));
  writeFileSync(join(base, 'real.json'), readFileSync(path), { mode: 0o600 });
  symlinkSync(join(base, 'real.json'), join(home, 'astray.json'));
  expect(() => openKeys({ path: join(home, 'astray.json'), base }).look()).toThrow(
    expect.objectContaining(refused),
  );
  expect(readdirSync(base)).toEqual(['real.json']);
});

test.runIf(process.platform !== 'win32')('a file that others may read is refused', async () => {
  const { keys, path, base } = folder();
  await keys.create();
  chmodSync(path, 0o640);
  expect(() => openKeys({ path, base }).look()).toThrow(expect.objectContaining({ code: 'keys-file' }));
});

test('what is wrong with a file is told without a word of it', async () => {
  const { keys, path, base } = folder();
  await keys.create();
  const text = readFileSync(path, 'utf8');
  const good = JSON.parse(text) as { keys: Record<string, unknown>[] };
  const secret = String(good.keys[0]?.privateKey).split('\n')[3] ?? '';
  expect(secret.length).toBeGreaterThan(30);
  const swapped = text.replace('BEGIN PRIVATE', 'BEGIN PUBLIC');
  const doubled = JSON.stringify({ format: 1, keys: [...good.keys, ...good.keys] });
  const named = JSON.stringify({ format: 1, keys: [{ ...good.keys[0], id: '0'.repeat(16) }] });
  const bad = [
    text.slice(0, 900),
    secret,
    '',
    '[]',
    'null',
    '{"format":2,"keys":[]}',
    swapped,
    doubled,
    named,
  ];
  for (const broken of bad) {
    writeFileSync(path, broken);
    let error: unknown;
    try {
      openKeys({ path, base }).look();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'keys-file' });
    expect(inspect(error, { depth: 9 })).not.toContain(secret.slice(0, 12));
  }
});

test('a ring prints as what is public of it', async () => {
  const { keys, path } = folder();
  const ring = await keys.create();
  const lines = readFileSync(path, 'utf8').match(/[A-Za-z0-9+/=]{60,}/g) ?? [];
  expect(lines.length).toBeGreaterThan(20);
  const said = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
  for (const line of lines) expect(said).not.toContain(line.slice(0, 20));
});

test('a folder that cannot be written is a typed failure, and nothing is left', async () => {
  const { home, base } = folder();
  writeFileSync(join(home, 'file'), '');
  const keys = openKeys({ path: join(home, 'file', 'keys.json'), base });
  await expect(keys.create()).rejects.toMatchObject({ code: 'keys-file' });
  expect(existsSync(join(home, 'keys.json'))).toBe(false);
});
