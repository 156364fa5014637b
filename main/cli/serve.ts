/** `serve`: this computer is the OTA server, until Ctrl-C. */
import { Failure } from '../../preload/contract/errors.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { createBench } from '../bench.ts';
import type { OtaEvent } from '../ota/index.ts';
import type { CommandContext } from './context.ts';
import { lanAddress, wholeNumber } from './options.ts';
import { untilStopped } from './until-stopped.ts';

export interface ServeOptions {
  readonly host?: string;
  readonly port: string;
  readonly heartbeat?: string;
}

export async function runServe({ out, signal }: CommandContext, options: ServeOptions): Promise<void> {
  const seconds =
    options.heartbeat === undefined ? undefined : wholeNumber('heartbeat', options.heartbeat, 1, 86_400);
  // An empty address would mean all of them.
  if (options.host === '')
    throw new Failure('bad-usage', { problem: '--host needs an address of this computer' });
  const bench = await createBench({
    usb: 'none',
    ota: {
      host: options.host ?? lanAddress(),
      port: wholeNumber('port', options.port, 0, 65_535),
      heartbeatIntervalMs: seconds === undefined ? undefined : seconds * 1000,
    },
  });
  try {
    await bench.offerApp('skeleton');
    const { host, port } = await bench.ota.start();
    out.say(`OTA server on ${bench.ota.url}, files in ${bench.home.ota}. Ctrl-C ends it.`, {
      type: 'listening',
      host,
      port,
      url: bench.ota.url,
      base: bench.home.ota,
    });
    bench.ota.requests.subscribe((event) => out.say(lineOf(event), { event }));
    await untilStopped(signal);
  } finally {
    await bench.close();
  }
}

const TRIALS = { open: 'is on trial with', good: 'found good', 'rolled-back': 'rolled back' } as const;

function lineOf(event: OtaEvent): string | null {
  const time = new Date(event.at).toLocaleTimeString();
  switch (event.type) {
    case 'request':
      return null;
    case 'boot':
      return `${time} ${event.deviceId} boots: ${event.outcome} ${event.names.join(' ')}`.trimEnd();
    case 'register':
      return `${time} ${event.deviceId} registers at ${event.address ?? 'no address'}`;
    case 'heartbeat':
      return `${time} ${event.deviceId} heartbeat`;
    case 'hotfix':
      return `${time} ${event.deviceId} hotfix ${event.outcome}: ${event.names.join(' ')}`;
    case 'files-changed':
      return `${time} files of ${event.name} changed`;
    case 'trial':
      return `${time} ${event.deviceId} ${TRIALS[event.outcome]} ${event.set?.slice(0, 8) ?? 'a set'}`;
    case 'refused':
      return `${time} ${event.deviceId} refused ${event.set.slice(0, 8)}: ${event.reason ?? 'it does not say why'}`;
    case 'warning':
      return `${time} ${describeFailure(event.failure).sentence}`;
  }
}
