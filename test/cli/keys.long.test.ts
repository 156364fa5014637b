import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createCli } from './support.ts';

const cli = createCli();
const FILE = join(cli.home, 'keys.json');
const said: string[] = [];
afterAll(() => cli.close());

async function run(args: readonly string[], env?: NodeJS.ProcessEnv) {
  const done = await cli.run(args, env);
  said.push(done.stdout, done.stderr);
  return done;
}

let first: Record<string, unknown> | undefined;

test('there is none, then there is one: for its owner alone, shown as often as asked for', async () => {
  const none = await run(['keys', 'show']);
  expect(none.code).toBe(1);
  expect(none.stderr).toContain('bootbench keys create');

  const created = await run(['keys', 'create', '--json']);
  expect(created.code).toBe(0);
  [first] = created.json();
  expect(first).toEqual({
    type: 'key',
    role: 'current',
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    n: expect.stringMatching(/^[0-9a-f]{768}$/),
    fingerprint: createHash('sha256')
      .update(Buffer.from(String(first?.n), 'hex'))
      .digest('hex'),
    createdAt: expect.any(Number),
  });
  expect(String(first?.fingerprint).startsWith(String(first?.id))).toBe(true);
  expect(statSync(FILE).mode & 0o777).toBe(0o600);
  expect((await run(['keys', 'show', '--json'])).json()).toEqual([first]);
});

test('what cannot be done leaves the keys as they are', async () => {
  const again = await run(['keys', 'create']);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('there is a key already');
  expect((await run(['keys', 'rotate', '--finish'])).code).toBe(1);

  expect((await run(['keys', 'show', '--json'])).json()).toEqual([first]);
});

test('a rotation: two keys, then the next one in use and the former one kept', async () => {
  const rotated = (await run(['keys', 'rotate', '--json'])).json();
  expect(rotated.map(({ role, id }) => [role, id === first?.id])).toEqual([
    ['current', true],
    ['next', false],
  ]);
  const finished = (await run(['keys', 'rotate', '--finish', '--json'])).json();
  expect(finished.map(({ role, id }) => [role, id])).toEqual([
    ['current', rotated[1]?.id],
    ['old', first?.id],
  ]);

  const words = (await run(['keys', 'show'])).stdout;
  const groups = /^ {4}((?:[0-9a-f]{4} ?){8})$/gm;
  const read = [...words.matchAll(groups)].map(([, line = '']) => line.replaceAll(' ', '')).join('');
  expect(read).toBe(`${finished[0]?.fingerprint}${finished[1]?.fingerprint}`);
  expect(words).toContain(JSON.stringify({ id: finished[0]?.id, n: finished[0]?.n }));
});

test('a bench whose home lies in the OTA directory makes no keys', async () => {
  const home = join(cli.home, 'tree', 'home');
  mkdirSync(home, { recursive: true });
  const env = { BOOTBENCH_HOME: home, OTA_BASE: join(cli.home, 'tree') };
  const { code, stderr } = await run(['keys', 'create'], env);
  expect(code).toBe(1);
  expect(stderr).toContain('it would lie in the OTA directory');
  expect(readdirSync(home)).toEqual([]);
});

test('nothing that any of them said is private', () => {
  const lines = readFileSync(FILE, 'utf8').match(/[A-Za-z0-9+/]{64}/g) ?? [];
  expect(lines.length).toBeGreaterThan(60);
  expect(said.length).toBeGreaterThan(10);
  for (const line of lines) expect(said.join('\n')).not.toContain(line.slice(0, 24));
  expect(said.join('\n')).not.toContain('PRIVATE');
});
