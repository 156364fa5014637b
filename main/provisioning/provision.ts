/**
 * From a board with MicroPython on it to a device that has proved itself.
 *
 *     identify → write → restart → wifi → update → register → status → blink → passport
 *
 * Each phase ends with an answer of the board or of its own requests to the bench's server. All that is written is
 * written so that the same job can be run again after a cancel, a pulled cable or a failure, and finishes what is left.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { Device, Passport } from '../../preload/contract/models.ts';
import { createDeviceClient, type Registry } from '../devices/index.ts';
import type { JobContext } from '../jobs/index.ts';
import type { Board, BoardIdentity } from '../serial/index.ts';
import { backUp, foreignFiles } from './backup.ts';
import { waitForBoot } from './boot-watch.ts';
import { examine } from './examine.ts';
import type { ProvisionDeps, ProvisionPhase, ProvisionRequest } from './order.ts';
import { kilobytes, Proofs } from './proofs.ts';
import { noteFirstBoot, waitForUpdate } from './update.ts';
import { giveWifi } from './wifi.ts';
import { writeFirmware } from './write.ts';

type Context = JobContext<ProvisionPhase>;

const REGISTER_SECONDS = 30;
/** Newest lines of the console that go into the passport: a boot has some dozen. */
const BOOT_LOG_LINES = 200;

/** @returns the passport, which is saved by then. @throws Failure, with the code of what went wrong */
export async function provision(
  ctx: Context,
  request: ProvisionRequest,
  deps: ProvisionDeps,
): Promise<Passport> {
  const { recipe } = request;
  const proofs = new Proofs(deps.now);
  await deps.appTypes.demand(recipe.appType);
  // A computer that cannot join the board's own network says so before anything is written.
  if (recipe.wifi === 'ap') await deps.wifi.home({ signal: ctx.signal });

  ctx.phase('identify', 'Asking the board what it is');
  const hold = { signal: ctx.signal, who: 'provision', as: 'job' } as const;
  return deps.boards.work(request.port, hold, (board) => proveBoard(ctx, board, request, deps, proofs));
}

async function proveBoard(
  ctx: Context,
  board: Board,
  request: ProvisionRequest,
  deps: ProvisionDeps,
  proofs: Proofs,
): Promise<Passport> {
  const { recipe, site } = request;
  const stops = [board.onLine((line) => ctx.heard(line))];
  try {
    const identity = await examine(board, recipe, ctx.signal);
    proofs.add('identify', `${identity.machine}, MicroPython ${identity.runtime}, MAC ${identity.mac}.`);

    await keepForeign(ctx, board, identity, request, deps);

    ctx.phase('write', 'Writing the firmware');
    proofs.add('write', await writeFirmware(ctx, board, identity, request, deps));

    ctx.phase('restart', 'Restarting the board');
    const restartedAt = deps.now();
    const { had, stop } = noteFirstBoot(deps.registry, identity.mac);
    stops.push(stop);
    await board.hardReset({ signal: ctx.signal });
    await waitForBoot(board, { step: 'the start of boot.py', seconds: 20, signal: ctx.signal }, () => true);
    proofs.add('restart', 'It runs boot.py.');

    ctx.phase('wifi', `Bringing the board to ${site.ssid}`);
    const joined = await giveWifi(ctx, board, identity, request, deps.visitor);
    proofs.add('wifi', `Joined ${site.ssid} as ${joined.ip}, ${joined.rssi} dBm.`);

    ctx.phase('update', 'The board fetches its software');
    const booted = await waitForUpdate(ctx, board, identity, { ...request, since: restartedAt, had }, deps);
    const others = booted.others.length === 0 ? '' : ` Also on it: ${booted.others.join(', ')}.`;
    proofs.add(
      'update',
      `Its own POST /boot carried every file of the set ${booted.set.slice(0, 12)}….${others}`,
    );

    ctx.phase('register', 'Waiting for the device to register');
    const device = await waitForRegistration(ctx, identity, booted, deps.registry);
    proofs.add('register', `Registered as ${device.deviceId} at ${device.address}.`);

    ctx.phase('status', 'Asking the device how it is');
    const client = createDeviceClient({ address: device.address ?? '', name: device.deviceId });
    const status = await client.status({ signal: ctx.signal });
    if (status.device_id !== device.deviceId) {
      const detail = `it calls itself ${String(status.device_id)}`;
      throw new Failure('device-answer', { device: device.deviceId, detail });
    }
    proofs.add(
      'status',
      `Firmware ${status.firmware}, version ${status.version}, ${kilobytes(status.free_mem)} of memory free.`,
    );

    if (recipe.identify === 'ask') {
      ctx.phase('blink', 'Making the device blink');
      await client.identify({ signal: ctx.signal });
      const seen = await ctx.ask({ kind: 'did-it-blink', subject: device.deviceId });
      if (!seen) throw new Failure('not-seen-blinking', { device: device.deviceId });
      proofs.add('blink', 'It was seen blinking.');
    }

    ctx.phase('passport', 'Writing the passport');
    const passport: Passport = {
      id: `${device.deviceId}-${proofs.startedAt}`,
      deviceId: device.deviceId,
      mac: identity.mac,
      kind: identity.kind,
      uniqueId: identity.uniqueId,
      runtime: identity.runtime,
      appType: recipe.appType,
      set: booted.set,
      recipe: recipe.name,
      startedAt: proofs.startedAt,
      finishedAt: deps.now(),
      proofs: proofs.list(),
      bootLog: board.lines().slice(-BOOT_LOG_LINES),
    };
    await deps.savePassport(passport);
    return passport;
  } finally {
    for (const stop of stops) stop();
  }
}

/** Before somebody's files are overwritten: they are shown, and backed up when that is wanted. */
async function keepForeign(
  ctx: Context,
  board: Board,
  identity: BoardIdentity,
  { foreign = 'ask' }: ProvisionRequest,
  deps: Pick<ProvisionDeps, 'backups' | 'bootPy' | 'now'>,
): Promise<void> {
  const { signal } = ctx;
  if (foreign === 'overwrite') return;
  const files = await foreignFiles(board, deps.bootPy, { signal });
  if (files.length === 0) return;
  ctx.log(`on the board: ${files.map(({ name, size }) => `${name} (${size} bytes)`).join(', ')}`);
  const wanted =
    foreign === 'back-up' || (await ctx.ask({ kind: 'back-up-files', subject: board.path, files }));
  if (!wanted) {
    ctx.log('no backup was wanted');
    return;
  }
  const { folder } = await backUp(board, identity, {
    folder: deps.backups,
    now: deps.now(),
    signal,
    onProgress: ({ done, total, what }) => ctx.moved({ done, total, file: what }, `Backing up ${what}`),
  });
  ctx.log(`backed up in ${folder}, each file by the board's own hash`);
}

async function waitForRegistration(
  ctx: Context,
  identity: Pick<BoardIdentity, 'mac'>,
  booted: { at: number },
  registry: Registry,
): Promise<Device> {
  const limit = AbortSignal.timeout(REGISTER_SECONDS * 1000);
  try {
    return await registry.waitFor(
      (device) =>
        device.mac === identity.mac && device.address !== null && (device.registeredAt ?? 0) >= booted.at,
      { signal: AbortSignal.any([ctx.signal, limit]) },
    );
  } catch (error) {
    if (error !== limit.reason) throw error;
    throw new Failure('timed-out', { what: 'the registration of the device', seconds: REGISTER_SECONDS });
  }
}
