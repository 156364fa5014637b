/** A network that goes and comes back, the time and names that it tells, and what the device tells it of itself. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Datagram } from '../../main/virtual/index.ts';
import { FakeOta } from './fake-ota.ts';
import { makeRig, type Rig, type Setup, SITE, softwareOf, startRig } from './support.ts';

let ota: FakeOta;
let rig: Rig;
beforeEach(async () => {
  ota = await new FakeOta(softwareOf(APP)).listen();
});
afterEach(async () => {
  ota.close();
  await rig?.close();
});

const APP = `import asyncio, platform
DEVICE_TYPE, FIRMWARE, META = "pico", "1.0.0", {}
async def run():
    n = 0
    while True:
        n += 1
        platform.report(n=n)
        await asyncio.sleep_ms(100)
`;
/** Half a minute until a time server is asked again is three seconds here, and its answer may take a fifth of one. */
const QUICK = 10;
/** How long anything is awaited; a sign of a hang, never of slowness. */
const PATIENCE_MS = 40_000;
const OTHER = { ssid: 'Other', password: 'other-password' };

async function start(setup: Setup): Promise<void> {
  rig = await startRig({
    software: softwareOf(APP),
    ...setup,
    provision: { api: ota.api, ntp: '', ...setup.provision },
  });
  await ota.next('/iot/heartbeat', 0);
}

const n = async () => (await rig.ask('GET', '/status')).json.n as number;

describe.each(['pico', 'esp32'] as const)('on %s', (kind) => {
  it('a network that was away is joined again; app and web server go on, and it beats', async () => {
    await start({ kind });
    const before = await n();
    const lost = rig.console.line(/^platform: wifi-lost/);
    rig.bench.radio.addNetwork({ ...SITE, service: 'refused' });
    await lost;
    const back = rig.console.line(/^platform: wifi 10\./);
    const known = ota.got.length;
    rig.bench.radio.addNetwork(SITE);
    expect(await back).toBe(`platform: wifi ${rig.board.ip}`);
    // With its address, which may be another.
    expect((await ota.next('/iot/register', known)).body.ip).toBe(rig.board.ip);
    await ota.next('/iot/heartbeat', known);
    expect(await n()).toBeGreaterThan(before);
    expect(rig.console.lines.join('\n')).not.toMatch(/boot: start.*boot: start/s);
    expect((await rig.ask('GET', '/logs/platform_log.txt')).text).toMatch(/ wifi lost\n.* wifi back: /s);
  });

  it('another known network takes its place', async () => {
    await start({ kind, wifi: [SITE, { ...OTHER, api: ota.api.replace('10.77.1.', '10.77.2.') }] });
    const back = rig.console.line(/^platform: wifi /);
    const known = ota.got.length;
    rig.bench.radio.addNetwork(OTHER);
    rig.bench.radio.removeNetwork(SITE.ssid);
    expect(await back).toBe('platform: wifi 10.77.2.10');
    expect((await ota.next('/iot/register', known)).body.ip).toBe('10.77.2.10');
  });

  it('a radio that took a wrong password, or no address, is tried on', async () => {
    await start({ kind });
    for (const trouble of [{ password: 'changed-12' }, { service: 'no-dhcp' }] as const) {
      const lost = rig.console.line(/^platform: wifi-lost/);
      rig.bench.radio.addNetwork({ ...SITE, ...trouble });
      await lost;
      const back = rig.console.line(/^platform: wifi 10\./);
      rig.bench.radio.addNetwork(SITE);
      await back;
    }
  });
});

/** A time server of this computer's that answers as `answer` has it, to each question in turn. */
async function timeServer(answers: ((right: Buffer) => Buffer | undefined)[]) {
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  let asked = 0;
  server.on('message', (question, { port }) => {
    const right = Buffer.alloc(48);
    right[0] = 0x24;
    right[1] = 2;
    question.copy(right, 24, 40, 48);
    right.writeUInt32BE(UNIX + 2_208_988_800, 40);
    const answer = answers[Math.min(asked++, answers.length - 1)]?.(right);
    if (answer) server.send(answer, port, '127.0.0.1');
  });
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
}

/** 2031, so that nobody else can have said it. */
const UNIX = 1_940_000_000;
const changed = (right: Buffer, at: number, byte: number) => {
  right[at] = byte;
  return right;
};

describe.each(['pico', 'esp32'] as const)('the time on %s', (kind) => {
  it('is that of NTP: lies and silence do not count, and it is asked again; a name is no obstacle', async () => {
    const { port, asked } = await timeServer([
      () => undefined,
      (right) => changed(right, 24, (right[24] ?? 0) ^ 1),
      (right) => changed(right, 1, 0),
      (right) => changed(right, 0, 0x23),
      (right) => right.subarray(0, 47),
      (right) => right,
    ]);
    rig = makeRig({
      kind,
      clockRate: QUICK,
      software: softwareOf(APP),
      provision: { ntp: `time.example:${port}` },
    });
    rig.bench.radio.addName('time.example', '10.77.1.1');
    rig.board.powerOn();
    // By then the right answer was given; on a busy computer it may have come too late, and comes again.
    await expect.poll(asked, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(6);
    const epoch = async () => (await rig.ask('GET', '/status')).json;
    await expect.poll(async () => (await epoch()).boot_epoch, { timeout: PATIENCE_MS }).not.toBe(null);
    const { boot_epoch, uptime_ms } = await epoch();
    expect(Math.abs(UNIX - Number(boot_epoch) - Number(uptime_ms) / 1000)).toBeLessThan(40);
    expect((await epoch()).boot_epoch).toBe(boot_epoch);
    expect(rig.board.flash.text('platform_log.txt')).not.toMatch(/^(?!\+|2031-)./m);
  });

  it("is the OTA server's while no time server answers, and NTP corrects it", async () => {
    let silent = true;
    const { port } = await timeServer([(right) => (silent ? undefined : right)]);
    await start({ kind, clockRate: QUICK, provision: { ntp: `10.77.1.1:${port}` } });
    const epoch = async () => Number((await rig.ask('GET', '/status')).json.boot_epoch);
    await expect.poll(epoch, { timeout: PATIENCE_MS }).toBeGreaterThan(1_700_000_000);
    expect(await epoch()).toBeLessThan(UNIX - 1_000_000);
    silent = false;
    await expect.poll(epoch, { timeout: PATIENCE_MS }).toBeGreaterThan(UNIX - 1000);
  });
});

describe.each(['pico', 'esp32'] as const)('DNS-SD on %s', (kind) => {
  /** What `dig` would show: type, TTL and data of each record. */
  function recordsOf(bytes: Uint8Array) {
    const data = Buffer.from(bytes);
    const nameAt = (at: number): [string, number] => {
      const labels: string[] = [];
      for (let size = data[at] ?? 0; size > 0; size = data[at] ?? 0) {
        labels.push(data.toString('utf8', at + 1, at + 1 + size));
        at += size + 1;
      }
      return [labels.join('.'), at + 1];
    };
    const records: unknown[] = [];
    let at = 12;
    while (at < data.length) {
      const [name, end] = nameAt(at);
      const type = data.readUInt16BE(end);
      const from = end + 10;
      const size = data.readUInt16BE(end + 8);
      const body = data.subarray(from, from + size);
      const texts: string[] = [];
      for (let p = 0; type === 16 && p < size; p += (body[p] ?? 0) + 1) {
        texts.push(body.toString('utf8', p + 1, p + 1 + (body[p] ?? 0)));
      }
      records.push([
        name,
        type,
        type === 16
          ? texts
          : type === 12
            ? nameAt(from)[0]
            : type === 33
              ? [body.readUInt16BE(4), nameAt(from + 6)[0]]
              : [...body].join('.'),
      ]);
      at = from + size;
    }
    return { id: data.readUInt16BE(0), flags: data.readUInt16BE(2), answers: data.readUInt16BE(6), records };
  }
  const query = (id: number, name: string) =>
    Buffer.concat([
      Buffer.from([id >> 8, id & 255, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
      ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
      Buffer.from([0, 0, 12, 0, 1]),
    ]);
  // A port whose own responder does not hold it stands for 5353 of a MicroPython without one.
  const announcing = softwareOf(`import dns_sd\ndns_sd.PORT = 5453\n${APP}`);

  it('says what it is, to the group and to who asks', async () => {
    rig = makeRig({ kind, software: announcing, provision: { ntp: '' } });
    const peer = rig.bench.radio.peer(SITE.ssid);
    const group = peer.open(5453);
    group.join('224.0.0.251');
    const heard: Datagram[] = [];
    group.onDatagram((datagram) => datagram.from.ip === rig.board.ip && heard.push(datagram));
    rig.board.powerOn();
    // Twice by itself.
    await expect.poll(() => heard.length, { timeout: PATIENCE_MS }).toBe(2);
    const id = `iot-${rig.board.identity.mac}`;
    const instance = `${id}._iot-device._tcp.local`;
    const host = `iot-${rig.board.identity.mac.slice(-6)}.local`;
    const all = {
      id: 0,
      flags: 0x8400,
      answers: 1,
      records: [
        ['_iot-device._tcp.local', 12, instance],
        [instance, 33, [80, host]],
        [instance, 16, [`id=${id}`, 'type=skeleton', 'version=']],
        [host, 1, rig.board.ip],
      ],
    };
    expect(recordsOf(heard[1]?.bytes ?? Buffer.alloc(12))).toEqual(all);
    // To the group whoever asks there; to a plain resolver itself, with its number; to others nothing.
    const to = { ip: '224.0.0.251', port: 5453 };
    group.send(query(0, '_other._tcp.local'), to);
    group.send(Buffer.from([0, 0, 0x84]), to);
    group.send(query(7, '_IOT-device._tcp.local'), to);
    await expect.poll(() => heard.length, { timeout: PATIENCE_MS }).toBe(3);
    expect(recordsOf(heard[2]?.bytes ?? Buffer.alloc(12))).toEqual(all);
    const plain = peer.open();
    const answer = new Promise<Datagram>((resolve) => plain.onDatagram(resolve));
    plain.send(query(0x1234, '_iot-device._tcp.local'), to);
    expect(recordsOf((await answer).bytes)).toEqual({ ...all, id: 0x1234 });
    expect(heard).toHaveLength(3);
  });

  it("is silent where the port's own responder has 5353, and nothing is the worse for it", async () => {
    rig = makeRig({ kind, software: softwareOf(APP), provision: { ntp: '' } });
    const group = rig.bench.radio.peer(SITE.ssid).open(5353);
    group.join('224.0.0.251');
    const heard: Datagram[] = [];
    group.onDatagram((datagram) => datagram.from.ip === rig.board.ip && heard.push(datagram));
    const ready = rig.console.line(/^platform: ready/);
    rig.board.powerOn();
    await ready;
    const uptime = async () => (await rig.ask('GET', '/status')).json.uptime_ms;
    await expect.poll(uptime, { timeout: PATIENCE_MS }).toBeGreaterThan(3000);
    expect(heard).toEqual([]);
    expect(rig.console.lines.join('\n')).not.toContain('announcer');
  });
});
