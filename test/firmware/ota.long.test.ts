/** Updates by `POST /boot`, in both forms: taken whole, or refused whole while the old set runs on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta, type Manifest, md5, setOf } from './fake-ota.ts';
import { bootPy, bootSource, type Files, type Json, makeRig, type Rig, type Setup } from './support.ts';

/** Small, and unlike the platform's own: what matters here is what arrives. */
const OLD: Files = { 'main.py': "print('main: old')\n", 'app.py': 'A = 1\n', 'gone.py': 'G = 1\n' };
const TRICKY = `"""quotes " and ' and \\\\ and \\n, tabs\t, ümläuts, ☃, 😀, </script>, \\u0041, \u007f"""\r\n${'x = 1  # long line\n'.repeat(400)}`;
const NEW: Files = {
  'main.py': "print('main: new')\n",
  'app.py': TRICKY,
  'lib_new.py': '',
  'b.py': 'B = 2\n',
};

let ota: FakeOta;
let rig: Rig;
beforeEach(async () => {
  ota = await new FakeOta(NEW).listen();
});
afterEach(async () => {
  ota.close();
  await rig?.close();
});

/** Power on, until a program runs: what it says. */
async function boot(setup: Setup = {}, waitMs?: number): Promise<string> {
  rig = makeRig({ software: OLD, ...setup, provision: { api: ota.api, ...setup.provision } });
  const main = rig.console.line(/^main: /, undefined, waitMs);
  rig.board.powerOn();
  return main;
}

const onFlash = (names: string[]): Files =>
  Object.fromEntries(names.map((name) => [name, rig.board.flash.text(name) ?? 'missing']));

function expectOld(boot = bootPy): void {
  expect(onFlash(Object.keys(OLD))).toEqual(OLD);
  expect(
    rig
      .names()
      .filter((name) => name.endsWith('.new') || name in NEW)
      .sort(),
  ).toEqual(['app.py', 'main.py']);
  expect(rig.board.flash.text('boot.py')).toBe(boot);
}

describe.each(['manifest', 'plain'] as const)('in the %s form', (form) => {
  beforeEach(() => {
    ota.form = form;
  });

  it.each(['pico', 'esp32'] as const)('a set is taken to the last byte on %s', async (kind) => {
    expect(await boot({ kind })).toBe('main: new');
    expect(onFlash(Object.keys(NEW))).toEqual(NEW);
    const own = form === 'manifest' ? NEW : { ...NEW, 'gone.py': OLD['gone.py'] ?? '' };
    expect(rig.json('version.json')).toEqual({
      version: form === 'manifest' ? '2.0.0' : null,
      set: setOf(own),
      names: Object.keys(own).sort(),
      base: {},
      overlay: {},
      dropped: {},
    });
    expect(rig.names()).toEqual(
      [
        'boot.py',
        'boot_log.txt',
        'device_id.json',
        'ota_state.json',
        'provision.json',
        'version.json',
        'wifi.json',
        ...Object.keys(own),
      ].sort(),
    );
    const said = rig.console.lines.filter((line) => /^boot: (update|restart|up)/.test(line));
    expect(said[0]).toMatch(/^boot: update [45] files set=[0-9a-f]{64}$/);
    expect(said.slice(1)).toEqual(['boot: restart update', 'boot: up to date']);
  });

  it('a board with boot.py alone becomes a whole one', async () => {
    expect(await boot({ software: {} })).toBe('main: new');
    expect(ota.got[0]?.body).toMatchObject({
      mac: rig.board.identity.mac,
      device_id: null,
      files: {},
      overlay: {},
      boot_md5: md5(bootPy),
      accept: ['manifest'],
    });
    const second = ota.got.filter(({ path }) => path === '/iot/boot')[1];
    expect(second?.body).toMatchObject({
      device_id: `iot-${rig.board.identity.mac}`,
      files: Object.fromEntries(Object.entries(NEW).map(([name, text]) => [name, md5(text)])),
      set: setOf(NEW),
    });
  });

  it('an answer cut short is refused', async () => {
    ota.takeOver = (request, response) => {
      if (request.url !== '/iot/boot') return false;
      const text = JSON.stringify({
        update: true,
        ...ota.part(NEW, Object.keys(NEW), { app_type: 'skeleton' }),
      });
      response.setHeader('Content-Length', text.length + 100);
      response.write(text.slice(0, text.length - 10), () => response.destroy());
      return true;
    };
    expect(await boot()).toBe('main: old');
    expectOld();
    expect(rig.console.lines.some((line) => /^boot: refused update .*cut short/.test(line))).toBe(true);
  });

  it('what does not fit is refused', async () => {
    ota.files = { ...NEW, 'big.py': '#'.repeat(200_000) };
    expect(await boot({ flashBytes: 128 * 1024 })).toBe('main: old');
    expectOld();
    expect(rig.board.flash.text('boot_log.txt')).toMatch(/refused update/);
  });
});

it.each([
  ['manifest', 'boot.py'],
  ['manifest', '../app.py'],
  ['manifest', 'a/b.py'],
  ['manifest', 'wifi.json'],
  ['manifest', ''],
  ['manifest', 'x y.py'],
  ['manifest', `${'n'.repeat(50)}.py`],
  // Whose first 49 characters are a good name: littlefs needs no folder for what leads back up.
  ['manifest', `${'a'.repeat(46)}.py/../boot.py`],
  ['plain', `${'a'.repeat(46)}.py/../boot.py`],
  ['plain', 'boot.py'],
  ['plain', '/etc/app.py'],
  ['plain', '.hidden.py'],
  ['plain', 'a..py'],
  ['plain', 'é.py'],
] as const)('in the %s form the name %j is refused, and the whole update with it', async (form, name) => {
  ota.form = form;
  ota.files = { ...NEW, [name]: 'evil' };
  expect(await boot()).toBe('main: old');
  expectOld();
  expect(rig.console.lines.some((line) => line.startsWith('boot: refused update ValueError name'))).toBe(
    true,
  );
});

describe('bytes that are not what was promised', () => {
  const entry = (change: Json) => (manifest: Manifest) => ({
    ...manifest,
    files: manifest.files.map((file) => (file.name === 'app.py' ? { ...file, ...change } : file)),
  });

  it.each<[string, (manifest: Manifest) => Manifest, RegExp]>([
    ['the MD5 is wrong', entry({ md5: md5('other') }), /hash of app.py/],
    ['the SHA-256 is wrong', entry({ sha256: 'f'.repeat(64) }), /hash of app.py/],
    ['the size is too small', entry({ size: 10 }), /hash of app.py/],
    ['the size is too large', entry({ size: 10_000_000 }), /no space/],
    ['the size is one too large', entry({ size: Buffer.byteLength(TRICKY) + 1 }), /hash of app.py/],
    ['the file is not there', entry({ url: 'files/skeleton/none.py' }), /http 404/],
    ['there is no url', entry({ url: undefined }), /KeyError url/],
    ['there is no SHA-256', entry({ sha256: undefined }), /KeyError sha256/],
    ['the url is none', entry({ url: 'http:nowhere//x' }), /ValueError/],
    ['it is for another type', (manifest) => ({ ...manifest, app_type: 'other' }), /for another/],
    ['it is for another device', (manifest) => ({ ...manifest, device_id: 'iot-x' }), /for another/],
    ['files is no list', (manifest) => ({ ...manifest, files: 5 as unknown as [] }), /TypeError/],
  ])('%s', async (_, bend, why) => {
    ota.bendManifest = bend;
    expect(await boot()).toBe('main: old');
    expectOld();
    const refused = rig.console.lines.find((line) => line.startsWith('boot: refused update'));
    expect(refused).toMatch(why);
    expect(rig.board.flash.text('boot_log.txt')).toMatch(why);
  });

  it.each<[string, Json]>([
    ['a plain file with another MD5', { md5: { 'app.py': md5('other') } }],
    ['a file that is no text', { files: { 'app.py': 5 } }],
    ['nothing at all', { files: {} }],
  ])('%s', async (_, change) => {
    ota.form = 'plain';
    ota.bend = (answer) => ({ ...answer, ...change });
    expect(await boot()).toBe('main: old');
    expectOld();
    expect(rig.console.lines.some((line) => line.startsWith('boot: refused update'))).toBe(true);
  });

  it.each([
    ['no JSON', 200, 'hello'],
    ['a list', 200, '[1,2]'],
    ['nothing', 200, ''],
    ['half a manifest', 200, '{"update":true,"manifest":"{\\"files\\":["}'],
  ])('an answer that is %s is refused', async (_, status, text) => {
    ota.takeOver = (_request, response) => Boolean(response.writeHead(status).end(text));
    expect(await boot()).toBe('main: old');
    expectOld();
    expect(rig.console.lines.some((line) => line.startsWith('boot: refused update'))).toBe(true);
  });

  it.each([
    ['a redirect', 302, { Location: '/iot/elsewhere' }],
    ['a fault', 500, {}],
    ['an unknown type', 404, {}],
  ])('%s counts as no server', async (_, status, headers) => {
    ota.takeOver = (_request, response) => Boolean(response.writeHead(status, headers).end('{"error":"x"}'));
    expect(await boot()).toBe('main: old');
    expectOld();
    expect(rig.console.lines.some((line) => line.startsWith(`boot: offline http ${status}`))).toBe(true);
    expect(ota.got).toHaveLength(1);
  });
});

describe('the way it comes', () => {
  it('without a length, in any pieces, with fields that nobody knows', async () => {
    ota.takeOver = (request, response) => {
      const content = ota.files[/\/([^/]+)\?/.exec(request.url ?? '')?.[1] ?? ''];
      if (content === undefined) return false;
      for (const part of content.match(/[\s\S]{1,700}/g) ?? []) response.write(part);
      response.end();
      return true;
    };
    ota.bend = (answer) => ({
      later: { deep: ['}', { x: '"' }], n: -1.5e3 },
      also: 'x'.repeat(900),
      no: null,
      ...answer,
    });
    expect(await boot()).toBe('main: new');
    expect(onFlash(Object.keys(NEW))).toEqual(NEW);
  });

  it('plain and without a length, every character escaped', async () => {
    ota.form = 'plain';
    ota.takeOver = (request, response) => {
      if (request.url !== '/iot/boot') return false;
      const full = ota.got.length > 0;
      const answer = full ? { update: false } : { update: true, ...ota.part(NEW, Object.keys(NEW), {}) };
      const escaped = JSON.stringify(answer).replace(
        /[^\0-~]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      for (const part of escaped.match(/[\s\S]{1,333}/g) ?? []) response.write(part);
      response.end();
      return true;
    };
    expect(await boot()).toBe('main: new');
    expect(onFlash(Object.keys(NEW))).toEqual(NEW);
  });

  it('an old server: no md5, no time, no length, the id its own', async () => {
    ota.takeOver = (request, response) => {
      if (request.url !== '/iot/boot') return false;
      const body = ota.got.length > 0 ? {} : { files: NEW };
      response.useChunkedEncodingByDefault = false;
      response.end(JSON.stringify({ device_id: 'meter-7', update: ota.got.length === 0, ...body }));
      return true;
    };
    expect(await boot()).toBe('main: new');
    expect(onFlash(Object.keys(NEW))).toEqual(NEW);
    expect(rig.json('device_id.json')).toEqual({ device_id: 'meter-7' });
  });
});

it('a boot with nothing to do writes one line of log, and nothing else', async () => {
  await boot();
  const log = rig.board.flash.text('boot_log.txt') ?? '';
  const operations = rig.board.flash.operations;
  const again = rig.console.line(/^main: new/);
  await rig.board.reset();
  await again;
  expect(rig.board.flash.operations - operations).toBe(1);
  const more = (rig.board.flash.text('boot_log.txt') ?? '').slice(log.length);
  expect(more).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d up to date\n$/);
});

it('an answer that does not end holds nobody back: what is there runs', async () => {
  ota.takeOver = (_, response) => {
    response.writeHead(200);
    response.write('{"x":');
    const more = setInterval(() => response.write(' '.repeat(100)), 10);
    response.on('close', () => clearInterval(more));
    return true;
  };
  // One minute instead of its ten: in a hurry that makes these short, a silence of this computer would be a line that has gone.
  const sooner = bootSource.replace(/^SLOW = 600\b/m, 'SLOW = 60');
  expect(sooner).not.toBe(bootSource);
  expect(await boot({ software: { ...OLD, 'boot.py': sooner } }, 50_000)).toBe('main: old');
  expect(rig.console.lines).toContain('boot: refused update OSError cut short');
  expectOld(sooner);
});

it('the server away: what is there runs', async () => {
  expect(await boot({ provision: { api: 'http://10.77.1.1:9/iot' } })).toBe('main: old');
  expect(rig.console.lines.some((line) => line.startsWith('boot: offline'))).toBe(true);
  expect(rig.json('version.json')).toMatchObject({
    set: setOf(OLD),
    names: ['app.py', 'gone.py', 'main.py'],
  });
});

it('leftovers of an update that never came into force are gone; the log is bounded', async () => {
  const leftovers = { 'app.py.new': 'half', 'wifi.json.new': '{', 'boot_log.txt': 'x'.repeat(8300) };
  ota.files = OLD;
  expect(await boot({ software: { ...OLD, ...leftovers } })).toBe('main: old');
  expect(rig.names().filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(rig.board.flash.text('boot_log_1.txt')).toMatch(/^x+/);
  expect(rig.board.flash.text('boot_log.txt') ?? '').not.toContain('x'.repeat(10));
});

it('what nobody knows is passed over, and not kept in the memory meanwhile', async () => {
  ota.form = 'plain';
  const long = 'ä'.repeat(20_000);
  ota.bend = (answer) => ({
    comment: long,
    deep: [{ also: long }, Array(3000).fill(1)],
    ...answer,
    after: long,
  });
  const told = bootSource.replace(
    /^(\t+)(out\.extend\(piece\)|return json\.loads\(out\).*)$/gm,
    "$1say('kept', len(out))\n$&",
  );
  expect(told).not.toBe(bootSource);
  expect(await boot({ software: { ...OLD, 'boot.py': told } })).toBe('main: new');
  const kept = rig.console.lines.flatMap((line) => /^boot: kept (\d+)/.exec(line)?.[1] ?? []).map(Number);
  expect(kept.length).toBeGreaterThan(10);
  expect(Math.max(...kept)).toBeLessThanOrEqual(1024);
});

it('a header of any length is no harm', async () => {
  ota.takeOver = (_request, response) => {
    response.setHeader('Content-Security-Policy', 'x'.repeat(3000));
    return false;
  };
  expect(await boot()).toBe('main: new');
});

it('a folder with the name of a module is none, and stays', async () => {
  ota.files = { ...NEW, 'pkg.py': 'P = 1\n' };
  rig = makeRig({ software: OLD, provision: { api: ota.api } });
  rig.board.flash.apply({ op: 'mkdir', path: 'pkg.py' });
  rig.board.flash.apply({ op: 'mkdir', path: 'odd.new' });
  const refused = rig.console.line(/^boot: refused update ValueError name pkg.py/);
  const main = rig.console.line(/^main: /);
  rig.board.powerOn();
  await refused;
  expect(await main).toBe('main: old');
  ota.files = NEW;
  const again = rig.console.line(/^main: /);
  await rig.board.reset();
  expect(await again).toBe('main: new');
  expect(rig.names()).toEqual(expect.arrayContaining(['pkg.py', 'odd.new']));
});

it('a flash that fails between the renames is said, and the next boot mends it', async () => {
  const failing = bootSource
    .replace(
      '# Long',
      "import os\ndef hurt(name):\n\tif 'hurt' in os.listdir():\n\t\treturn os.rename(name + '.new', name)\n\topen('hurt', 'w').close()\n\traise OSError(5)\n# Long",
    )
    .replace('os.rename(source, name)', 'hurt(name)');
  expect(failing).toContain('hurt(name)\n');
  expect(await boot({ software: { ...OLD, 'boot.py': failing } })).toBe('main: new');
  const said = rig.console.lines.filter((line) => /^boot: (error|restart|refused|update|up)/.test(line));
  expect(said).toEqual([
    expect.stringMatching(/^boot: error swap .*5/),
    'boot: restart error',
    expect.stringMatching(/^boot: update [45] files/),
    'boot: restart update',
    'boot: up to date',
  ]);
  expect(onFlash(Object.keys(NEW))).toEqual(NEW);
});

it('only names of the set are removed', async () => {
  ota.bendManifest = (manifest) => ({
    ...manifest,
    remove: [
      ...['gone.py', 'wifi.json', 'boot.py', '../x', 'app.py', 'gone.py'],
      ...[`${'a'.repeat(46)}.py/../boot.py`, 'x.py/../boot.py'],
    ],
  });
  expect(await boot()).toBe('main: new');
  expect(rig.names()).toEqual(expect.arrayContaining(['app.py', 'boot.py', 'wifi.json']));
  expect(rig.names()).not.toContain('gone.py');
});

it('nothing of boot.py is left in the memory when main.py runs', async () => {
  ota.files = { 'main.py': "print('main:', [name for name in globals() if name[:2] != '__'])\n" };
  expect(await boot({ software: ota.files })).toBe('main: []');
});
