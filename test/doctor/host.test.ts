import { describe, expect, it } from 'vitest';
import { createDoctor } from '../../main/doctor/index.ts';
import type { System } from '../../main/serial/index.ts';
import { usbPorts } from '../../main/serial/ports/usb-ports.ts';
import { fakeLinux } from '../serial/system/fake-linux.ts';
import { scripted } from './scripted.ts';
import { diagnose, RULES, WELL } from './support.ts';

const CH340 = { at: '1-1.2', id: '1a86:7523', product: 'USB Serial' };
const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code);

function bench() {
  const linux = fakeLinux();
  linux.plug({ at: '1-1', id: '05e3:0608', hub: true });
  linux.plug({ at: '1-5', id: '04f2:b604', product: 'Integrated Camera' });
  const ports = usbPorts(linux.system);
  return { ...linux, doctor: createDoctor({ ports, system: linux.system, rules: RULES }) };
}

describe('the computer', () => {
  it('with no board on USB', async () => {
    const { doctor } = bench();
    expect(codes(await doctor.survey())).toEqual(['nothing-on-usb']);
    const { findings } = await doctor.diagnose('/dev/ttyUSB0');
    expect(codes(findings)).toEqual(['nothing-on-usb']);
  });

  it('with a board whose port is called otherwise', async () => {
    const { doctor, plug } = bench();
    plug({ at: '1-1.3', id: '2e8a:0005', ports: ['ttyACM1'] });
    expect(await doctor.survey()).toEqual([]);
    expect(codes((await doctor.diagnose('/dev/ttyACM0')).findings)).toEqual(['port-missing']);
  });

  it('whose brltty took the port of a CH340, running or by its rule', async () => {
    const running = bench();
    running.plug(CH340);
    running.process(640, ['/usr/bin/brltty', '-b', 'ba', '-d', 'usb:']);
    expect(await running.doctor.survey()).toEqual([
      { code: 'brltty-holds', params: { device: 'CH340 USB-UART (1a86:7523, 1-1.2)' } },
    ]);
    const ruled = bench();
    ruled.plug(CH340);
    ruled.file('/usr/lib/udev/rules.d/85-brltty.rules', '# ENV{PRODUCT}=="1a86/7523/*" …\n');
    expect(codes((await ruled.doctor.diagnose('/dev/ttyUSB0')).findings)).toEqual(['brltty-holds']);
  });

  it('without the driver of a cable chip', async () => {
    const { doctor, plug } = bench();
    plug(CH340);
    plug({ at: '1-1.3', id: '10c4:ea60' });
    expect(await doctor.survey()).toMatchObject([
      { code: 'driver-missing', params: { driver: 'ch341' } },
      { code: 'driver-missing', params: { driver: 'cp210x' } },
    ]);
  });
});

describe('a port that may not be opened', () => {
  const denied = (group: string | null, account: string[] = [], session: string[] = []): System => ({
    ...WELL,
    access: async () => ({ may: 'no', group }),
    groups: async () => ({ session, account }),
  });

  it('wants its group, a new login, or a rule', async () => {
    const port = scripted({ says: 'never heard' });
    expect(await diagnose(port, {}, denied('dialout'))).toMatchObject({
      findings: [{ code: 'no-permission', params: { group: 'dialout' } }],
    });
    expect((await diagnose(port, {}, denied('dialout', ['dialout']))).codes).toEqual(['group-waits']);
    expect((await diagnose(port, {}, denied(null))).findings[0]?.params).toMatchObject({ rules: RULES });
    expect(port.speeds).toEqual([]);
  });

  it('by the system itself, though its mode allows it', async () => {
    expect((await diagnose(scripted({ refuses: 'port-denied' }))).codes).toEqual(['no-rule']);
  });
});

describe('a port that is taken', () => {
  /** Thonny on /dev/ttyUSB0. */
  function thonny() {
    const { process, system } = fakeLinux();
    process(4711, ['/usr/bin/python3', '/usr/bin/thonny'], ['/dev/ttyUSB0']);
    return { ...system, access: WELL.access };
  }

  it('by whom, by name and number', async () => {
    const { findings } = await diagnose(scripted({ refuses: 'port-busy' }), {}, thonny());
    expect(findings).toMatchObject([
      { code: 'port-held', params: { by: '/usr/bin/python3 /usr/bin/thonny (process 4711)' } },
    ]);
  });

  it('by one that did not lock it: both read from it', async () => {
    const both = thonny();
    expect((await diagnose(scripted({}), {}, both)).codes).toEqual(['silent', 'port-shared']);
    // A PTY is held by who made it.
    const holders = async (path: string) => ({ ...(await both.holders(path)), path: '/dev/pts/3' });
    expect((await diagnose(scripted({}), {}, { ...both, holders })).codes).toEqual(['silent']);
  });

  it('by who cannot be seen', async () => {
    expect((await diagnose(scripted({ refuses: 'port-busy' }))).codes).toEqual(['port-held-unseen']);
  });

  it('perhaps by ModemManager, until a rule keeps it away', async () => {
    const runs: System = {
      ...WELL,
      processes: async () => [{ pid: 812, name: 'ModemManager', command: '/usr/sbin/ModemManager' }],
    };
    expect((await diagnose(scripted({}), {}, runs)).codes).toEqual(['silent', 'modem-manager']);
    const ruled: System = { ...runs, udevRules: async () => ['60-bootbench.rules'] };
    expect((await diagnose(scripted({}), {}, ruled)).codes).toEqual(['silent']);
  });
});

it('a board in its loader is not opened at all', async () => {
  const drive = scripted(
    { info: { loader: { type: 'bootsel', drive: '/media/me/RPI-RP2' } } },
    'bootsel:1-1.2',
  );
  expect((await diagnose(drive)).findings).toMatchObject([
    { code: 'in-bootsel', params: { drive: '/media/me/RPI-RP2' } },
  ]);
  const waits = scripted({ info: { loader: { type: 'download' } } });
  expect((await diagnose(waits)).codes).toEqual(['download-mode']);
  expect([...drive.speeds, ...waits.speeds]).toEqual([]);
});

describe('unplug it, plug it in again', () => {
  /** A computer whose USB changes by hand, and tells so. */
  function hands() {
    const linux = bench();
    const listeners = new Set<() => void>();
    const ports = {
      ...scripted({}),
      list: async () => [],
      onChange(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const doctor = createDoctor({ ports, system: linux.system, rules: RULES });
    const tell = async (change: () => void) => {
      change();
      for (const listener of [...listeners]) listener();
      // Looked at and compared before the next thing happens.
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { ...linux, doctor, tell };
  }

  it('and nothing changes: the cable only charges', async () => {
    const { doctor } = hands();
    expect(codes(await doctor.replug(AbortSignal.timeout(20)))).toEqual(['nothing-changed']);
  });

  it('and a port comes: the cable is good', async () => {
    const { doctor, plug, unplug, tell } = hands();
    plug({ ...CH340, ports: ['ttyUSB0'] });
    const found = doctor.replug(AbortSignal.timeout(5000));
    await tell(() => {});
    await tell(() => unplug('1-1.2'));
    await tell(() => plug({ ...CH340, ports: ['ttyUSB1'] }));
    expect(await found).toEqual([
      { code: 'came-as-port', params: { port: '/dev/ttyUSB1', device: 'CH340 USB-UART (1a86:7523, 1-1.2)' } },
    ]);
  });

  it('and it only goes', async () => {
    const { doctor, plug, unplug, tell } = hands();
    plug({ ...CH340, ports: ['ttyUSB0'] });
    const stop = new AbortController();
    const found = doctor.replug(stop.signal);
    await tell(() => {});
    await tell(() => unplug('1-1.2'));
    stop.abort();
    expect(codes(await found)).toEqual(['went-only']);
  });
});
