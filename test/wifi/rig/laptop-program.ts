/**
 * The program as it runs in the laptop of a lab, on a line of standard output what it does:
 *
 *     visit <bus> <folder> <adapter> <ssid> <stand still at>    joins, gives the device its network, comes home
 *     recover <bus> <folder> <adapter>                          what the next start does first
 *     get <local address>                                       one request to 192.168.4.1
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createVisitor } from '../../../main/wifi/index.ts';
import { networkManagerAdapter, nmcliAdapter } from '../../../main/wifi/linux/index.ts';
import { toFailure } from '../../../preload/contract/errors.ts';
import { SITE } from '../../firmware/support.ts';
import { ethernet } from './ethernet.ts';

const [what = '', ...args] = process.argv.slice(2);

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Nothing of this program goes on from here: it waits to be killed. */
function standStill(): void {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function visitor([busAddress = '', folder = '', kind = '']: string[]) {
  const adapter =
    kind === 'nmcli'
      ? nmcliAdapter({
          busAddress,
          medium: { type: 'ethernet', hears: false, args: () => ['type', 'ethernet'] },
        })
      : networkManagerAdapter({ busAddress, medium: ethernet });
  return createVisitor({ adapter, folder });
}

async function visit(): Promise<void> {
  const [, , , ssid = '', still = ''] = args;
  const begun = performance.now();
  const step = (at: string, more: Record<string, unknown> = {}) => {
    say({ at, ms: Math.round(performance.now() - begun), ...more });
    if (at === still) standStill();
  };
  const signal = new AbortController().signal;
  const { value, homecoming } = await visitor(args).visit(
    { ssid, signal, onStep: ({ at }) => step(at) },
    async ({ portal, identity }) => {
      const routes = readFileSync('/proc/net/route', 'utf8');
      const hasDefault = routes.split('\n').some((line) => line.split('\t')[1] === '00000000');
      step('task', { mac: identity.mac, hasDefault });
      return portal.sendWifi(SITE, { mac: identity.mac });
    },
  );
  say({ at: 'done', outcome: value.outcome, homecoming });
}

async function recover(): Promise<void> {
  const done = await visitor(args).recover({ signal: AbortSignal.timeout(30_000) });
  say({ at: 'done', homecoming: done?.how ?? null });
}

function get(): void {
  const [localAddress] = args;
  request({ host: '192.168.4.1', localAddress, timeout: 3000 }, async (response) => {
    const parts = await response.toArray();
    say({ at: 'done', text: Buffer.concat(parts).toString() });
  })
    .on('error', ({ message }) => say({ at: 'done', error: message }))
    .end();
}

try {
  if (what === 'visit') await visit();
  else if (what === 'recover') await recover();
  else get();
} catch (error) {
  const { code, params } = toFailure(error);
  say({ at: 'failed', code, params });
}
