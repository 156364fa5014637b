/** `network` and the radio: extmod/network_cyw43.c on the one port, ports/esp32/network_wlan.c on the other. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import { errnoOf, powered, rawBoard, type Terminal, testBench, untilAir } from './support.ts';

/** Connects and waits until the driver has made up its mind. */
const CONNECT = `
import network, time
sta = network.WLAN(network.STA_IF)
def join(ssid, key=None, ms=150):
    sta.active(True)
    sta.connect(ssid, key)
    end = time.ticks_add(time.ticks_ms(), ms)
    while sta.status() == network.STAT_CONNECTING and time.ticks_diff(end, time.ticks_ms()) > 0:
        time.sleep_ms(2)
    return sta.status(), sta.isconnected()
`;

describe.each(['pico', 'esp32'] as const)('%s as a station', (kind) => {
  const isPico = kind === 'pico';
  const bench = createVirtualBench();
  let board: VirtualBoard;
  let terminal: Terminal;
  beforeAll(async () => {
    bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse', rssi: -40, channel: 11 });
    bench.radio.addNetwork({ ssid: 'Open', password: '', rssi: -60 });
    bench.radio.addNetwork({ ssid: 'Mute', password: 'password', rssi: -70, service: 'no-dhcp' });
    bench.radio.addNetwork({ ssid: 'Full', password: 'password', rssi: -80, service: 'refused' });
    ({ board, terminal } = await rawBoard(bench, { kind }));
    await terminal.run(CONNECT);
  });
  beforeEach(async () => {
    await terminal.run('sta.active(False)');
  });
  afterAll(() => bench.close());

  test('names the statuses as its port does', async () => {
    expect(
      await terminal.value(
        '[getattr(network, "STAT_" + n) for n in ("IDLE", "CONNECTING", "GOT_IP", "NO_AP_FOUND", "WRONG_PASSWORD")]',
      ),
    ).toBe(isPico ? '[0, 1, 3, -2, -3]' : '[1000, 1001, 1010, 201, 202]');
    expect(await terminal.value('sta.status(), sta.isconnected(), sta.active()')).toBe(
      `(${isPico ? 0 : 1000}, False, False)`,
    );
  });

  test('hears the networks, strongest first', async () => {
    await terminal.run('sta.active(True); found = sta.scan()');
    expect(await terminal.value('[(n[0], n[2], n[3], n[4] != 0) for n in found]')).toBe(
      "[(b'Home', 11, -40, True), (b'Open', 6, -60, False), (b'Mute', 6, -70, True), (b'Full', 6, -80, True)]",
    );
    expect(await terminal.value('len(found[0]), len(found[0][1]), found[0][5]')).toBe(
      isPico ? '(6, 6, 1)' : '(6, 6, False)',
    );
  });

  test('joins with the right password, and has an address', async () => {
    expect(await terminal.value('join("Home", "correct horse")')).toBe(isPico ? '(3, True)' : '(1010, True)');
    expect(await terminal.value('sta.ifconfig()')).toBe(
      `('${board.ip}', '255.255.255.0', '10.77.1.1', '10.77.1.1')`,
    );
    expect(await terminal.value('sta.ipconfig("addr4")[0], sta.status("rssi"), sta.config("ssid")')).toBe(
      `('${board.ip}', -40, 'Home')`,
    );
    expect(board.ip).toMatch(/^10\.77\.1\.\d+$/);
    await terminal.run('sta.disconnect()');
    expect(await terminal.value('sta.isconnected(), sta.ifconfig()[0]')).toBe("(False, '0.0.0.0')");
    expect(board.ip).toBeUndefined();
  });

  test('joins an open network', async () => {
    expect(await terminal.value('join("Open")[1]')).toBe('True');
  });

  test('a wrong password, a network that is not there, one that refuses, one that gives no address', async () => {
    if (!isPico) await terminal.run('sta.active(True); sta.config(reconnects=0)');
    expect(await terminal.value('join("Home", "wrong horse")')).toBe(isPico ? '(-3, False)' : '(202, False)');
    expect(await terminal.value('join("Nowhere", "password")')).toBe(isPico ? '(-2, False)' : '(201, False)');
    expect(await terminal.value('join("Full", "password")')).toBe(isPico ? '(-1, False)' : '(203, False)');
    // No address: lwIP goes on asking for one.
    expect(await terminal.value('join("Mute", "password")')).toBe(isPico ? '(2, False)' : '(1001, False)');
    if (!isPico) await terminal.run('sta.config(reconnects=-1)');
  });

  test('mac, hostname, and what it does not know', async () => {
    expect(await terminal.value('sta.config("mac").hex()')).toBe(board.identity.mac);
    expect(await terminal.value('network.hostname()')).toBe(isPico ? 'PicoW' : 'mpy-esp32');
    expect(await errnoOf(terminal, 'sta.config("nonsense")')).toBe('ValueError');
    expect(await errnoOf(terminal, 'sta.config(nonsense=1)')).toBe('ValueError');
    expect(await errnoOf(terminal, 'network.hostname("x" * 33)')).toBe('ValueError');
  });

  test('the network goes and comes back', async () => {
    await terminal.run('join("Home", "correct horse")');
    bench.radio.removeNetwork('Home');
    await terminal.run('while sta.isconnected(): time.sleep_ms(2)');
    expect(await terminal.value('sta.status()')).toBe(isPico ? '0' : '1001');
    bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse', rssi: -40, channel: 11 });
    if (isPico) {
      expect(await terminal.value('sta.isconnected(), time.sleep_ms(450), sta.isconnected()')).toBe(
        '(False, None, False)',
      );
    } else {
      await terminal.run('while not sta.isconnected(): time.sleep_ms(5)');
    }
    expect(await terminal.value('join("Home", "correct horse")[1]')).toBe('True');
  });
});

test('an ESP32 says CONNECTING for ever, tries again, and gets in when the password becomes right', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'first pass' });
  const { terminal } = await rawBoard(bench, { kind: 'esp32' });
  await terminal.run(CONNECT);
  expect(await terminal.value('join("Home", "second pass", 100)')).toBe('(1001, False)');
  bench.radio.addNetwork({ ssid: 'Home', password: 'second pass' });
  await terminal.run('while not sta.isconnected(): time.sleep_ms(5)');
});

test('an ESP32 that was told to try no more, and after it is in to try for ever again', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { terminal } = await rawBoard(bench, { kind: 'esp32' });
  await terminal.run(`${CONNECT}\nsta.active(True); sta.config(reconnects=0)`);
  expect(await terminal.value('join("Home", "wrong horse")')).toBe('(202, False)');
  expect(await terminal.value('join("Home", "correct horse")')).toBe('(1010, True)');
  await terminal.run('sta.config(reconnects=-1)');
  bench.radio.removeNetwork('Home');
  await terminal.run('while sta.isconnected(): time.sleep_ms(2)');
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  await terminal.run('while not sta.isconnected(): time.sleep_ms(2)');
});

test('a Pico takes a wrong password for right after a good join, until its interface was down', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { terminal } = await rawBoard(bench, { kind: 'pico' });
  await terminal.run(CONNECT);
  expect(await terminal.value('join("Home", "correct horse")')).toBe('(3, True)');
  expect(await terminal.value('join("Home", "wrong horse")')).toBe('(3, True)');
  await terminal.run('sta.active(False)');
  expect(await terminal.value('join("Home", "wrong horse")')).toBe('(-3, False)');
});

test('an ESP32 does not scan or connect before its interface is up', async () => {
  const { terminal } = await rawBoard(testBench(), { kind: 'esp32' });
  expect(await errnoOf(terminal, 'import network\nnetwork.WLAN(network.STA_IF).scan()')).toBe(
    'Wifi Not Started',
  );
});

describe('access points', () => {
  const AP = 'import network\nap = network.WLAN(network.AP_IF)';

  test('a Pico: WPA2 by default, keys that it does not know, and an open one', async () => {
    const bench = testBench();
    const { board, terminal } = await rawBoard(bench, { kind: 'pico' });
    await terminal.run(`${AP}\nap.active(True)`);
    expect(await bench.wifi.scan()).toEqual([
      { ssid: `PICO${board.identity.mac.slice(8).toUpperCase()}`, rssi: -30, secured: true },
    ]);
    for (const key of ['max_clients=2', 'hidden=True', 'authmode=3']) {
      expect(await errnoOf(terminal, `ap.config(${key})`)).toBe('ValueError');
    }
    await terminal.run('ap.config(ssid="bench", security=network.WLAN.SEC_OPEN)');
    expect(await bench.wifi.scan()).toEqual([{ ssid: 'bench', rssi: -30, secured: false }]);
    await terminal.run('ap.config(key="long enough", security=network.WLAN.SEC_WPA_WPA2)');
    expect((await bench.wifi.scan())[0]?.secured).toBe(true);
    expect(await errnoOf(terminal, 'ap.config(key="short")')).toBe('ValueError');
    await terminal.run('ap.active(False)');
    expect(await bench.wifi.scan()).toEqual([]);
  });

  test('an ESP32: a key without a security mode is an open network', async () => {
    const bench = testBench();
    const { board, terminal } = await rawBoard(bench, { kind: 'esp32' });
    await terminal.run(`${AP}\nap.config(ssid="bench", key="long enough", max_clients=2)\nap.active(True)`);
    expect(await bench.wifi.scan()).toEqual([{ ssid: 'bench', rssi: -30, secured: false }]);
    await terminal.run('ap.config(security=network.WLAN.SEC_WPA2)');
    expect((await bench.wifi.scan())[0]?.secured).toBe(true);
    const last = (Number.parseInt(board.identity.mac.slice(10), 16) + 1) & 255;
    expect(await terminal.value('ap.config("mac").hex()[-2:]')).toBe(last.toString(16).padStart(2, '0'));
    expect(await terminal.value('ap.ifconfig()[0]')).toBe('192.168.4.1');
  });

  test('this computer joins and leaves, and the board sees it', async () => {
    const bench = testBench();
    const { terminal, board } = await rawBoard(bench, { kind: 'esp32' });
    await terminal.run(
      `${AP}\nimport socket, time\nap.config(ssid="bench", key="long enough", security=3)\nap.active(True)\ns = socket.socket(); s.bind(("", 80)); s.listen(2)`,
    );
    await expect(bench.laptop.join({ ssid: 'other', password: 'long enough' })).rejects.toMatchObject({
      code: 'ap-not-found',
    });
    await expect(bench.laptop.join({ ssid: 'bench', password: 'not this' })).rejects.toMatchObject({
      code: 'ap-wrong-password',
    });
    expect(await terminal.value('ap.isconnected()')).toBe('False');
    const joined = await bench.laptop.join({ ssid: 'bench', password: 'long enough' });
    await terminal.run('while not ap.isconnected(): time.sleep_ms(2)');
    expect(await terminal.value('len(ap.status("stations"))')).toBe('1');
    await terminal.type(
      'c, peer = s.accept(); c.recv(500); c.send(b"HTTP/1.0 200 OK\\r\\n\\r\\nportal"); c.close(); print(peer[0])\x04',
    );
    expect(await (await fetch(`http://${joined.portal}/`)).text()).toBe('portal');
    expect(await terminal.until('\x04>')).toBe('OK192.168.4.16\r\n\x04\x04>');
    // The way over the network is not open: the board is on none.
    await expect(fetch(`http://${await board.address()}/`)).rejects.toThrow();
    await joined.leave();
    await joined.leave();
    await terminal.run('while ap.isconnected(): time.sleep_ms(2)');
    await expect(fetch(`http://${joined.portal}/`)).rejects.toThrow();
  });

  test('this computer is still there when the board comes back with the same network', async () => {
    const bench = testBench();
    const { board, terminal } = powered(
      bench,
      { kind: 'pico' },
      {
        'main.py': `${AP}\nap.config(ssid="bench", security=0)\nap.active(True)\nimport time\nwhile not ap.isconnected(): time.sleep_ms(2)\nprint("somebody is here")\n`,
      },
    );
    await untilAir(bench, 'bench');
    await bench.laptop.join({ ssid: 'bench' });
    await terminal.until('somebody is here');
    await board.reset();
    await terminal.until('somebody is here');
  });
});

test('an access point that opens while the station joins takes nothing from it', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { terminal } = await rawBoard(bench, { kind: 'pico' });
  await terminal.run(
    'import network, time\nsta = network.WLAN(network.STA_IF); ap = network.WLAN(network.AP_IF)\nsta.active(True); sta.connect("Home", "correct horse"); ap.active(True); ap.config(ssid="mine")\nwhile not sta.isconnected(): time.sleep_ms(2)',
  );
});

test('a soft reset leaves the radio as it is, a hard one does not', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { board, terminal } = await rawBoard(bench, { kind: 'pico' });
  await terminal.run(
    `${CONNECT}\nnetwork.hostname("iot-1")\njoin("Home", "correct horse")\nap = network.WLAN(network.AP_IF); ap.config(ssid="mine"); ap.active(True)`,
  );
  await terminal.ask('\x04', 'CTRL-B to exit\r\n>');
  expect(
    await terminal.value(
      'sta.active(), sta.isconnected(), sta.status(), sta.config("ssid"), ap.active(), ap.config("ssid"), network.hostname()',
      'import network\nsta = network.WLAN(network.STA_IF); ap = network.WLAN(network.AP_IF)',
    ),
  ).toBe("(True, True, 3, 'Home', True, 'mine', 'iot-1')");
  await terminal.run('sta.disconnect()');
  expect(await terminal.value('sta.isconnected()')).toBe('False');
  await board.reset();
  await terminal.until('>>> ');
  await terminal.raw();
  expect(
    await terminal.value(
      'sta.active(), sta.isconnected(), ap.active(), network.hostname()',
      'import network\nsta = network.WLAN(network.STA_IF); ap = network.WLAN(network.AP_IF)',
    ),
  ).toBe("(False, False, False, 'PicoW')");
  expect(await bench.wifi.scan()).toEqual([{ ssid: 'Home', rssi: -48, secured: true }]);
});

test('names: what the network knows, and `.local` of a board on the same one', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  bench.radio.addName('api.example.net', '10.77.1.1');
  const [one, two] = await Promise.all([
    rawBoard(bench, { kind: 'pico' }),
    rawBoard(bench, { kind: 'esp32' }),
  ]);
  for (const [n, { terminal }] of [one, two].entries()) {
    await terminal.run(`${CONNECT}\nimport socket\nnetwork.hostname("iot-${n}")`);
    expect(await errnoOf(terminal, 'socket.getaddrinfo("api.example.net", 80)')).toBe('-2');
    await terminal.run('join("Home", "correct horse")');
  }
  const name = (name: string) => one.terminal.value(`socket.getaddrinfo("${name}", 80)[0][-1]`);
  expect(await name('api.example.net')).toBe("('10.77.1.1', 80)");
  expect(await name('iot-1.local')).toBe(`('${two.board.ip}', 80)`);
  expect(await name('1.2.3.4')).toBe("('1.2.3.4', 80)");
  expect(await errnoOf(one.terminal, 'socket.getaddrinfo("iot-9.local", 80)')).toBe('-2');
  expect(bench.addressFor(two.board.ip ?? '')).toBe(two.board.knownAddress);
  expect(bench.addressFor('10.77.1.250')).toBeUndefined();
});
