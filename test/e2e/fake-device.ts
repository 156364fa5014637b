/** A device that says what it is told to say: to the server, and when it is asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './support.ts';

export interface FakeDevice {
  readonly deviceId: string;
  readonly mac: string;
  close(): Promise<void>;
}

export interface Told {
  /** Its number among the fake ones: decides its MAC. */
  readonly number: number;
  readonly kind?: 'pico' | 'esp32';
  readonly appType?: string | null;
  readonly firmware?: string;
  readonly version?: string;
  readonly meta?: Record<string, unknown>;
  readonly files?: Record<string, string>;
  /** The app's telemetry, as JSON members: objects of JavaScript could not hold `__proto__`. */
  readonly telemetry?: string;
  /** What of it goes into the heartbeat; all of it when not given. */
  readonly heartbeat?: string;
  readonly log?: string;
  readonly logName?: string;
  readonly config?: string;
  readonly endpoints?: readonly { method: string; path: string }[];
}

/** Registers it, and answers for it until it is closed. */
export async function fakeDevice(stage: Stage, told: Told): Promise<FakeDevice> {
  const { number, kind = 'pico', appType = 'skeleton', firmware = '1.0.0', version, telemetry = '' } = told;
  const { logName = 'platform_log.txt', config = '{}', endpoints = [] } = told;
  const mac = `28cd1f${number.toString(16).padStart(6, '0')}`;
  const deviceId = `iot-${mac}`;
  const after = (members: string) => (members === '' ? '' : `,${members}`);
  const startedAt = Date.now();
  const status = () =>
    `{"device_id":"${deviceId}","firmware":${JSON.stringify(firmware)},"version":null,` +
    `"uptime_ms":${Date.now() - startedAt + 61_000},"free_mem":142000,"rssi":-58,"ip":"10.0.0.9","boot_epoch":null${after(telemetry)}}`;
  const files = Object.keys(told.files ?? {}).map((name) => ({ name, size: 1200 }));
  const answers: Readonly<Record<string, () => string>> = {
    '/status': status,
    '/info': () => JSON.stringify({ device_id: deviceId, mac, firmware, version: null, files, config: {} }),
    '/config': () => config,
    '/logs': () => JSON.stringify({ logs: [{ name: logName, size: 900 }] }),
    '/endpoints': () => JSON.stringify({ endpoints }),
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = answers[path];
    const isLog = path.startsWith('/logs/');
    response.writeHead(answer || isLog ? 200 : 404, {
      'content-type': isLog ? 'text/plain' : 'application/json',
      connection: 'close',
    });
    response.end(isLog ? (told.log ?? '') : (answer?.() ?? '{"error":"not-found"}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const said = async (path: string, body: unknown) => {
    const answer = await stage.post(path, body);
    if (answer.status !== 200)
      throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  };
  await said('/boot', {
    mac,
    app_type: appType,
    device_type: kind,
    files: told.files ?? {},
    accept: ['manifest'],
  });
  if (appType !== null) {
    await said('/register', {
      mac,
      ip: `127.0.0.1:${port}`,
      device_type: kind,
      app_type: appType,
      firmware,
      version: version ?? null,
      meta: told.meta ?? {},
    });
    await said(
      '/heartbeat',
      `{"device_id":"${deviceId}","uptime_ms":61000,"free_mem":142000,"rssi":-58${after(told.heartbeat ?? telemetry)}}`,
    );
  }
  return {
    deviceId,
    mac,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
