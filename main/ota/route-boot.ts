/** `POST /boot`: who are you, what do you run, what should you run. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { acceptsManifest, type BootBody, bootBody } from './bodies.ts';
import type { OtaContext } from './context.ts';
import { Fault } from './faults.ts';
import { differenceOf, isEmpty, manifestText, plainFiles } from './offer.ts';
import { checkAppType, identify, parseBody } from './parse.ts';
import { isRefused, settleKnown } from './settle.ts';
import { signed } from './signed.ts';
import { standingOf, tellNews } from './standing.ts';
import type { AppType } from './tree.ts';

export function bootRoute(app: FastifyInstance, context: OtaContext): void {
  app.post('/boot', (request) => boot(context, request));
}

async function boot(context: OtaContext, request: FastifyRequest): Promise<Record<string, unknown>> {
  const { registry } = context;
  const body = parseBody(bootBody, request.body);
  checkAppType(body.app_type);
  const deviceId = identify(registry, body.mac, body.device_id);
  request.deviceId = deviceId;
  const standing = standingOf(registry.get(deviceId), { ...body, from: 'boot' }, context.now());
  const device = registry.onBoot({
    deviceId,
    mac: body.mac,
    appType: body.app_type,
    deviceType: body.device_type,
    files: body.files,
    overlay: body.overlay,
    set: body.set,
    updates: standing.updates,
  });
  tellNews(context, deviceId, standing.news);
  const wanted = body.app_type ?? registry.assignedAppType(deviceId);
  const [appType] = await Promise.all([
    wanted === null ? undefined : context.tree.appType(wanted),
    settleKnown(context, device, body.rejected),
  ]);
  const time = Math.floor(context.now() / 1000);

  if (wanted === null) {
    report(context, deviceId, null, 'waiting', body);
    return { device_id: deviceId, update: false, ...nothing(body), time };
  }
  if (!appType) {
    report(context, deviceId, wanted, 'unknown-type', body);
    const known = context.tree.names();
    const message = `There is no app type ${wanted} here. Known: ${known.join(', ') || 'none'}.`;
    throw new Fault(404, 'app-type-unknown', message, { known, device_id: deviceId, time });
  }
  const head = {
    device_id: deviceId,
    ...(body.app_type === null ? { app_type: wanted } : {}),
  };
  const overlay = await wishFor(context, deviceId, body);
  const drop = overlay === 'drop' ? { drop_overlay: true } : {};
  return { ...head, ...drop, ...(await offer(context, appType, deviceId, body, overlay)), time };
}

/** `drop` while the operator wants the hotfix ended and the device still reports one. */
async function wishFor(context: OtaContext, deviceId: string, body: BootBody): Promise<'keep' | 'drop'> {
  if (!context.registry.dropOverlayRequested(deviceId)) return 'keep';
  if (Object.keys(body.overlay).length > 0) return 'drop';
  await context.registry.requestDropOverlay(deviceId, false);
  return 'keep';
}

/** The update part of the answer. */
async function offer(
  context: OtaContext,
  appType: AppType,
  deviceId: string,
  body: BootBody,
  overlay: 'keep' | 'drop',
): Promise<Record<string, unknown>> {
  const offered = await context.offers.offered(appType);
  const manifest = acceptsManifest(body.accept);
  const full = differenceOf(appType, body, offered, overlay === 'drop');
  // The plain form has no way to say what to remove.
  const difference = manifest ? full : { put: full.put, remove: [] };
  // That the hotfix ends can be signed only in a manifest, be there files in it or not.
  const needed = !isEmpty(difference) || (overlay === 'drop' && manifest && context.signer.canSign());
  if (!needed) {
    report(context, deviceId, appType.name, 'current', body);
    return { update: false, ...nothing(body) };
  }
  const number = await context.offers.numbered(`type:${appType.name}`, appType.set, body.seq ?? null);
  if (isRefused(body.rejected, appType.set, number.since)) {
    report(context, deviceId, appType.name, 'held-back', body, appType.set);
    return { update: false, ...nothing(body) };
  }
  const names = difference.put.map((file) => file.name);
  report(context, deviceId, appType.name, 'offered', body, appType.set, names, [...difference.remove]);
  if (!manifest) return { update: true, ...plainFiles(difference.put) };
  const { name, version, set } = appType;
  const text = manifestText({ scope: { app_type: name }, version, number, set, overlay }, difference);
  return {
    update: true,
    ...(await signed(context, deviceId, text, { mac: body.mac, keyIds: body.key_ids })),
  };
}

/** What a plain client finds under `files` when there is nothing. */
function nothing(body: BootBody): Record<string, unknown> {
  return acceptsManifest(body.accept) ? {} : { files: {}, md5: {} };
}

function report(
  { registry, emit }: OtaContext,
  deviceId: string,
  appType: string | null,
  outcome: 'current' | 'offered' | 'waiting' | 'unknown-type' | 'held-back',
  body: BootBody,
  set: string | null = body.set,
  names: string[] = [],
  removed: string[] = [],
): void {
  emit({ type: 'boot', deviceId, appType, outcome, names, removed, set });
  registry.note(outcome === 'offered' ? 'update' : 'boot', deviceId, {
    appType,
    outcome,
    names,
    removed,
    set,
  });
}
