/** Waits until the board's own `POST /boot` shows that it has the files of its type. */
import { Failure } from '../../preload/contract/errors.ts';
import type { Device, HashMap } from '../../preload/contract/models.ts';
import type { Registry } from '../devices/index.ts';
import type { JobContext, MovedBytes } from '../jobs/index.ts';
import type { Board } from '../serial/index.ts';
import type { OfferedType } from './app-types.ts';
import { unfinished, waitForBoot } from './boot-watch.ts';
import type { KnownBoard } from './examine.ts';
import type { ProvisionDeps, ProvisionPhase, ProvisionRequest } from './order.ts';

const UPDATE_SECONDS = 120;

export interface Updated {
  /** Unix milliseconds of the request that proved it. */
  readonly at: number;
  readonly set: string;
  /** Python files on the board that its type does not have: left there by somebody, and run by nobody. */
  readonly others: readonly string[];
}

export interface UpdateRequest extends ProvisionRequest {
  /** Only requests from then on count, Unix milliseconds. */
  readonly since: number;
  /** What the board had when it first asked. */
  readonly had: () => HashMap;
}

/**
 * Notes what a board has when it asks for the first time from now on; ends by `stop`. A quick board has asked, fetched
 * and asked again before anybody waits for it.
 */
export function noteFirstBoot(
  registry: Pick<Registry, 'subscribe'>,
  mac: string,
): { readonly had: () => HashMap; readonly stop: () => void } {
  let files: HashMap | undefined;
  const stop = registry.subscribe((change) => {
    if (change.type === 'boot' && change.device.mac === mac) files ??= change.device.files;
  });
  return { had: () => files ?? {}, stop };
}

/** @throws Failure `ota-unreachable`, `update-refused`, `board-unsupported`, `boot-wrong-files`, `boot-unfinished` */
export async function waitForUpdate(
  ctx: JobContext<ProvisionPhase>,
  board: Board,
  { mac }: KnownBoard,
  request: UpdateRequest,
  deps: Pick<ProvisionDeps, 'registry' | 'appTypes'>,
): Promise<Updated> {
  const type = await deps.appTypes.demand(request.recipe.appType);
  const limit = AbortSignal.timeout(UPDATE_SECONDS * 1000);
  const either = new AbortController();
  const signal = AbortSignal.any([ctx.signal, either.signal, limit]);
  const isOurs = (device: Device) => device.mac === mac && (device.bootAt ?? 0) >= request.since;
  const fetched = createFetched(type, request.had);
  try {
    return await Promise.race([
      provedSet(signal, request, deps, isOurs),
      failingLine(ctx, board, request, mac, fetched, signal),
    ]);
  } catch (error) {
    if (error !== limit.reason) throw error;
    const device = deps.registry.list().find(isOurs);
    if (!device?.set) throw unfinished(board, { step: 'its software', seconds: UPDATE_SECONDS });
    const { set } = await deps.appTypes.demand(request.recipe.appType);
    throw new Failure('boot-wrong-files', { device: device.deviceId, expected: set, found: device.set });
  } finally {
    either.abort();
  }
}

/** The type's files may change while the board fetches them: what counts is what they are when it asks. */
async function provedSet(
  signal: AbortSignal,
  { recipe }: UpdateRequest,
  { registry, appTypes }: Pick<ProvisionDeps, 'registry' | 'appTypes'>,
  isOurs: (device: Device) => boolean,
): Promise<Updated> {
  let seen = 0;
  for (;;) {
    const device = await registry.waitFor((one) => isOurs(one) && (one.bootAt ?? 0) > seen, { signal });
    seen = device.bootAt ?? 0;
    const offered = await appTypes.demand(recipe.appType);
    if (!hasAll(device, offered)) continue;
    const others = Object.keys(device.files).filter((name) => !(name in offered.hashes));
    return { at: seen, set: offered.set, others };
  }
}

/** Every file of the type, with the type's own content: a hotfix over one of them does not count as it. */
export function hasAll(
  { files, overlay }: Pick<Device, 'files' | 'overlay'>,
  { hashes }: Pick<OfferedType, 'hashes'>,
): boolean {
  return Object.entries(hashes).every(([name, md5]) => files[name] === md5 && !(name in overlay));
}

/** Counts what the board says that it has staged: bytes of the type's own files, of those that it lacked. */
function createFetched({ files, hashes }: OfferedType, had: () => HashMap): (name: string) => MovedBytes {
  const sizeOf = (name: string) => files.get(name)?.length ?? 0;
  const arrived = new Set<string>();
  return (name) => {
    // It has asked by then: the first file came in the answer.
    const has = had();
    const lacking = Object.keys(hashes).filter((one) => has[one] !== hashes[one]);
    if (lacking.includes(name)) arrived.add(name);
    const sum = (names: Iterable<string>) => [...names].reduce((bytes, one) => bytes + sizeOf(one), 0);
    return { done: sum(arrived), total: sum(lacking), file: name };
  };
}

/** Never resolves: shows the update's progress, and rejects on a line that says that it will not come. */
function failingLine(
  ctx: JobContext<ProvisionPhase>,
  board: Board,
  { api }: UpdateRequest,
  mac: string,
  fetched: (name: string) => MovedBytes,
  signal: AbortSignal,
): Promise<never> {
  const wait = { step: 'its software', seconds: UPDATE_SECONDS + 1, signal };
  return waitForBoot<never>(board, wait, (line) => {
    switch (line.word) {
      case 'staged': {
        const bytes = fetched(line.name);
        // A hotfix alone is nothing of the type. The last tenth is the restart after it.
        if (bytes.total > 0)
          ctx.moved(bytes, `The board has fetched ${line.name}`, 0.9 * (bytes.done / bytes.total));
        return null;
      }
      case 'offline':
        throw new Failure('ota-unreachable', { device: mac, api, why: line.why });
      case 'refused':
        throw new Failure('update-refused', { device: mac, why: line.why });
      case 'no-ota':
        throw new Failure('board-unsupported', { port: board.path, found: line.why, needed: 'hashlib.md5' });
      default:
        return null;
    }
  });
}
