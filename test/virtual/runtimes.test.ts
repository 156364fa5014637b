/** Boards with an older MicroPython: what they say of themselves, what they lack, and that the platform lives on them. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createVirtualBench, type RuntimeName, type VirtualBoard } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import { FakeOta } from '../firmware/fake-ota.ts';
import { ask, bootPy, Console, type Files, SITE, softwareOf } from '../firmware/support.ts';
import { errnoOf, powered, rawBoard, type Terminal, testBench } from './support.ts';

interface Persona {
  runtime: RuntimeName;
  kind: BoardKind;
  version: string;
  date: string;
  md5: boolean;
}

const PERSONAS: Persona[] = [
  { runtime: 'rp2-1.24', kind: 'pico', version: '1.24.1', date: '2024-11-29', md5: false },
  { runtime: 'rp2-1.27', kind: 'pico', version: '1.27.0', date: '2025-12-09', md5: true },
  { runtime: 'esp32-1.23', kind: 'esp32', version: '1.23.0', date: '2024-06-02', md5: true },
  { runtime: 'esp32-1.27', kind: 'esp32', version: '1.27.0', date: '2025-12-09', md5: true },
];

describe.each(PERSONAS)('$runtime', ({ runtime, kind, version, date, md5 }) => {
  const bench = createVirtualBench();
  const isNew = version === '1.27.0';
  let terminal: Terminal;
  let banner: string;
  beforeAll(async () => {
    const made = powered(bench, { kind, runtime });
    banner = await made.terminal.until('>>> ');
    terminal = made.terminal;
    await terminal.raw();
  });
  afterAll(() => bench.close());

  test('says which it is, everywhere', async () => {
    expect(banner).toContain(`MicroPython v${version} on ${date}; `);
    const [major, minor, patch] = version.split('.');
    expect(
      await terminal.value(
        'sys.implementation[1], sys.implementation.name, hasattr(sys.implementation, "_build"), len(sys.implementation)',
        'import sys, os',
      ),
    ).toBe(`((${major}, ${minor}, ${patch}, ''), 'micropython', ${isNew ? 'True, 5' : 'False, 4'})`);
    expect(await terminal.value('sys.version, os.uname().release, os.uname().version')).toBe(
      `('3.4.0; MicroPython v${version} on ${date}', '${version}', 'MicroPython v${version} on ${date}')`,
    );
  });

  test('has the hashes of its version', async () => {
    expect(
      await terminal.value('[hasattr(hashlib, n) for n in ("md5", "sha1", "sha256")]', 'import hashlib'),
    ).toBe(`[${md5 ? 'True' : 'False'}, True, True]`);
    expect(await errnoOf(terminal, 'from hashlib import md5')).toBe(md5 ? 'no error' : 'ImportError');
  });

  test('has the constants and settings of its driver', async () => {
    await terminal.run('import network\nW = network.WLAN; ap = W(network.AP_IF)');
    expect(
      await terminal.value(
        '[hasattr(W, n) for n in ("SEC_OPEN", "SEC_WPA_WPA2", "SEC_WPA3_ENT_192", "SEC_WPA2")]',
      ),
    ).toBe(
      kind === 'pico' ? '[True, True, False, False]' : `[True, True, ${isNew ? 'True' : 'False'}, True]`,
    );
    const own = kind === 'esp32' ? 'no error' : 'ValueError';
    for (const key of ['max_clients', 'hidden', 'authmode', 'protocol'])
      expect([key, await errnoOf(terminal, `ap.config(${key}=1)`)]).toEqual([key, own]);
  });
});

test('an access point that is up takes new settings from 1.25 on; on an ESP32 always', async () => {
  const bench = testBench();
  for (const [n, { runtime, kind, version }] of PERSONAS.entries()) {
    const { terminal } = await rawBoard(bench, { kind, runtime });
    await terminal.run(
      `import network\nap = network.WLAN(network.AP_IF); ap.config(ssid="old-${n}"); ap.active(True); ap.config(ssid="new-${n}")`,
    );
    const heard = bench.radio.heard().map(({ ssid }) => ssid);
    const heeds = kind === 'esp32' || version === '1.27.0';
    expect([runtime, heard.filter((ssid) => ssid.endsWith(`-${n}`))]).toEqual([
      runtime,
      [heeds ? `new-${n}` : `old-${n}`],
    ]);
  }
});

test('SystemExit ends the program before 1.24, and resets softly from then on', async () => {
  const bench = testBench();
  const main = { 'main.py': 'import sys\nprint("once", end=";")\nsys.exit()\n' };
  const before = powered(bench, { kind: 'esp32', runtime: 'esp32-1.23' }, main);
  expect(await before.terminal.until('>>> ')).not.toContain('soft reboot');
  const after = powered(bench, { kind: 'pico', runtime: 'rp2-1.24' }, main);
  expect(await after.terminal.until('soft reboot')).toContain('once;');
});

test('a datagram at a time on rp2 before 1.26', async () => {
  const bench = testBench();
  bench.radio.addNetwork(SITE);
  const { board, terminal } = await rawBoard(bench, { kind: 'pico', runtime: 'rp2-1.24' });
  await terminal.run(
    `import network, socket, time\nw = network.WLAN(0); w.active(True); w.connect("${SITE.ssid}", "${SITE.password}")\nwhile not w.isconnected(): time.sleep_ms(2)\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 5000)); s.settimeout(0.05)`,
  );
  const peer = bench.radio.peer(SITE.ssid).open();
  for (const text of ['a', 'b']) peer.send(Buffer.from(text), { ip: board.ip ?? '', port: 5000 });
  expect(await terminal.value('s.recv(1)')).toBe("b'a'");
  expect(await errnoOf(terminal, 's.recv(1)')).toBe('110');
});

test('a runtime of another kind is none', () => {
  const bench = testBench();
  expect(() => bench.addBoard({ kind: 'pico', runtime: 'esp32-1.23' })).toThrow(RangeError);
});

describe('the platform', () => {
  /** A board with the platform and all that it needs to know, off. */
  function prepared(
    kind: BoardKind,
    runtime: RuntimeName,
    more: Files,
  ): [VirtualBoard, Console, ReturnType<typeof testBench>] {
    const bench = testBench();
    bench.radio.addNetwork(SITE);
    const board = bench.addBoard({ kind, runtime, power: 'off', clockRate: 5 });
    for (const [name, text] of Object.entries({ 'boot.py': bootPy, ...softwareOf(), ...more }))
      board.flash.write(name, text);
    return [board, new Console(board), bench];
  }

  async function server(files: Files): Promise<FakeOta> {
    const ota = await new FakeOta(files).listen();
    onTestFinished(() => ota.close());
    return ota;
  }

  test.each(PERSONAS)('answers on $runtime', async ({ runtime, kind, version, md5 }) => {
    const ota = await server(softwareOf());
    const [board, console] = prepared(kind, runtime, {
      'wifi.json': JSON.stringify(SITE),
      'provision.json': JSON.stringify({ app_type: 'skeleton', api: ota.api }),
    });
    const start = console.line(/^boot: start /);
    const verdict = console.line(/^boot: (no-ota|up to date)/);
    const ready = console.line(/^platform: ready/);
    board.powerOn();
    expect(await start).toContain(`runtime=${version}`);
    expect(await verdict).toMatch(md5 ? /^boot: up to date/ : /^boot: no-ota no md5/);
    await ready;
    expect((await ask(await board.address(), 'GET', '/status')).status).toBe(200);
    // Without the hash it never asked.
    expect(ota.got.some(({ path }) => path === '/iot/boot')).toBe(md5);
  });
});
