/** `simulate`: virtual boards, provisioned by an OTA server of their own, to try things on until Ctrl-C. */
import type { BoardKind, Recipe } from '../../preload/contract/models.ts';
import { createBench } from '../bench.ts';
import { untilPlugged } from '../serial/index.ts';
import { createVirtualBench, VIRTUAL_SITE } from '../virtual/index.ts';
import type { CommandContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { oneOf, wholeNumber } from './options.ts';
import { untilStopped } from './until-stopped.ts';

export interface SimulateOptions {
  readonly boards: string;
  readonly kind: string;
  readonly appType: string;
}

export async function runSimulate(context: CommandContext, options: SimulateOptions): Promise<void> {
  const { out, signal } = context;
  const count = wholeNumber('boards', options.boards, 1, 50);
  const kinds = oneOf('kind', options.kind, ['pico', 'esp32', 'both']);
  const virtual = createVirtualBench();
  virtual.radio.addNetwork(VIRTUAL_SITE);
  const bench = await createBench({ virtual, usb: 'none', ota: { heartbeatIntervalMs: 10_000 } });
  try {
    await bench.offerApp('skeleton');
    for (let n = 0; n < count && !signal.aborted; n++) {
      const board = virtual.addBoard({ kind: kindOf(kinds, n) });
      await untilPlugged(bench.ports, board.path, signal);
      const id = await bench.provision({
        port: board.path,
        recipe: recipeFor(options.appType),
        site: VIRTUAL_SITE,
      });
      await followJob({ out: { ...out, say: () => {} }, signal }, bench.jobs, id);
      const device = bench.registry.find(board.identity.mac);
      const { deviceId, address } = device;
      out.say(`${deviceId}  ${board.kind.padEnd(5)}  http://${address}`, {
        type: 'board',
        kind: board.kind,
        deviceId,
        address,
      });
    }
    out.say('They run until Ctrl-C. Try in another terminal: npx bootbench devices', {
      type: 'running',
      count,
    });
    await untilStopped(signal);
  } finally {
    await bench.close();
  }
}

function kindOf(kinds: BoardKind | 'both', n: number): BoardKind {
  if (kinds !== 'both') return kinds;
  return n % 2 === 0 ? 'pico' : 'esp32';
}

function recipeFor(appType: string): Recipe {
  return { name: 'simulate', kind: null, appType, install: 'boot', wifi: 'cable', identify: 'skip' };
}
