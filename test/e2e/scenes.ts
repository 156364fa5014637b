/** Benches in the states that matter, for what looks at every page: accessibility, hostile text, pictures. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchBlinks } from '../../main/cli/virtual-eyes.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import type { Recipe } from '../../preload/contract/models.ts';
import { boardPath } from '../../renderer/features/board/section.ts';
import { doctorPath, MISSING_PATH } from '../../renderer/features/doctor/path.ts';
import { fakeDevice } from './fake-device.ts';
import { SITE, type Stage } from './support.ts';

const SKELETON: Recipe = {
  name: 'Skeleton',
  kind: null,
  appType: 'skeleton',
  install: 'platform',
  wifi: 'cable',
  identify: 'skip',
};

export interface BusyBench {
  /** By what its tile shows. */
  readonly boards: Readonly<Record<'pass' | 'failed' | 'blink' | 'working' | 'ready', VirtualBoard>>;
  /** The real device behind the tile with PASS. */
  readonly deviceId: string;
  readonly close: () => Promise<void>;
}

/** A board in each state, and a fleet: three devices that answer or did, and one that waits for its type. */
export async function busyBench(stage: Stage): Promise<BusyBench> {
  const { bench } = stage;
  const { deviceId, board: pass } = await stage.makeDevice();
  await bench.settings.saveSite(SITE.ssid, SITE.password);
  const start = (
    board: VirtualBoard,
    changes: Partial<Recipe> = {},
    password = SITE.password,
    api?: string,
  ) =>
    bench.provision({
      api,
      port: board.path,
      recipe: { ...SKELETON, ...changes },
      site: { ssid: SITE.ssid, password },
    });

  const failed = await stage.addBoard({ kind: 'esp32' });
  const blink = await stage.addBoard();
  // Its clock is slow and nobody answers it: its work is never over while somebody looks.
  const working = await stage.addBoard({ clockRate: 0.05 });
  const silence = createServer(() => {});
  await new Promise<void>((resolve) => silence.listen(0, '127.0.0.1', resolve));
  const nobody = `http://${bench.virtual?.radio.gateway(SITE.ssid)}:${(silence.address() as AddressInfo).port}/iot`;
  const ready = await stage.addBoard({ kind: 'esp32' });
  const eyes = watchBlinks(blink);
  const lost = start(failed, {}, 'not-the-password');
  await start(blink, { identify: 'ask' });
  await start(working, {}, SITE.password, nobody);
  await bench.jobs.finished(await lost);
  await eyes.seen(5, AbortSignal.timeout(40_000));
  eyes.close();

  const fakes = await Promise.all([
    fakeDevice(stage, {
      number: 1,
      kind: 'esp32',
      firmware: '1.2.0',
      telemetry: '"distance_mm":842,"led_pin":2',
      files: { 'app.py': '0'.repeat(32), 'main.py': '1'.repeat(32) },
      log: '2026-11-22T10:15:30Z start\n2026-11-22T10:15:32Z error OSError: [Errno 19] ENODEV\n',
    }),
    fakeDevice(stage, { number: 2, files: { 'app.py': '2'.repeat(32) } }),
    fakeDevice(stage, { number: 3, appType: null }),
  ]);
  return {
    boards: { pass, failed, blink, working, ready },
    deviceId,
    async close() {
      silence.close();
      silence.closeAllConnections();
      await Promise.all(fakes.map((fake) => fake.close()));
    },
  };
}

export const provisionPath = (board: VirtualBoard): string => `/provision/${encodeURIComponent(board.path)}`;

/** Every page of the app, with a thing on it that is there once the page has what it shows. */
export function pagesOf({ boards, deviceId }: BusyBench): Readonly<Record<string, string>> {
  return {
    bench: '/',
    'provision-recipe': provisionPath(boards.ready),
    'provision-working': provisionPath(boards.working),
    'provision-blink': provisionPath(boards.blink),
    'provision-failed': provisionPath(boards.failed),
    'provision-pass': provisionPath(boards.pass),
    'board-console': boardPath(boards.pass.path),
    'board-working': boardPath(boards.working.path),
    'board-files': boardPath(boards.pass.path, 'files'),
    'board-compare': boardPath(boards.pass.path, 'compare'),
    doctor: doctorPath(boards.ready.path),
    'doctor-missing': MISSING_PATH,
    field: '/field',
    'field-cable': `/field/cable/${encodeURIComponent(boards.pass.path)}`,
    devices: '/devices',
    device: `/devices/${deviceId}`,
    'device-silent': '/devices/iot-28cd1f000003',
    'device-unknown': '/devices/iot-nobody',
    updates: '/updates',
    settings: '/settings',
  };
}
