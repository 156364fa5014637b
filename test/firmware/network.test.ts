/** A network that goes and comes back, another one in its place, and what the registry makes of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import { type Rig, type Setup, SITE, softwareOf, startRig } from './support.ts';

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
const OTHER = { ssid: 'Other', password: 'other-password' };

async function start(setup: Setup): Promise<void> {
  rig = await startRig({ software: softwareOf(APP), ...setup, provision: { api: ota.api } });
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
