/** `POST /boot`: who are you, what do you run, what should you run. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { acceptsManifest, type BootBody, bootBody } from './bodies.ts';
import type { OtaContext } from './context.ts';
import { Fault } from './faults.ts';
import { differenceOf, isEmpty, manifestText, plainFiles } from './offer.ts';
import { checkAppType, identify, parseBody } from './parse.ts';
import { settleKnown } from './settle.ts';
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
  const device = registry.onBoot({
    deviceId,
    mac: body.mac,
    appType: body.app_type,
    deviceType: body.device_type,
    files: body.files,
    overlay: body.overlay,
    set: body.set,
  });
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
    ...((await dropsOverlay(context, deviceId, body)) ? { drop_overlay: true } : {}),
  };
  return { ...head, ...(await offer(context, appType, deviceId, body, 'drop_overlay' in head)), time };
}

/** True while the operator wants the hotfix ended and the device still reports one. */
async function dropsOverlay(context: OtaContext, deviceId: string, body: BootBody): Promise<boolean> {
  if (!context.registry.dropOverlayRequested(deviceId)) return false;
  if (Object.keys(body.overlay).length > 0) return true;
  await context.registry.requestDropOverlay(deviceId, false);
  return false;
}

/** The update part of the answer. */
async function offer(
  context: OtaContext,
  appType: AppType,
  deviceId: string,
  body: BootBody,
  dropOverlay: boolean,
): Promise<Record<string, unknown>> {
  const offered = await context.offers.offered(appType);
  const manifest = acceptsManifest(body.accept);
  const full = differenceOf(appType, body, offered, dropOverlay);
  // The plain form has no way to say what to remove.
  const difference = manifest ? full : { put: full.put, remove: [] };
  if (isEmpty(difference)) {
    report(context, deviceId, appType.name, 'current', body);
    return { update: false, ...nothing(body) };
  }
  const seq = await context.offers.seq(`type:${appType.name}`, appType.set);
  if (body.rejected.some((entry) => entry.set === appType.set && (entry.seq ?? seq) >= seq)) {
    report(context, deviceId, appType.name, 'held-back', body, appType.set);
    return { update: false, ...nothing(body) };
  }
  const names = difference.put.map((file) => file.name);
  report(context, deviceId, appType.name, 'offered', body, appType.set, names, [...difference.remove]);
  if (!manifest) return { update: true, ...plainFiles(difference.put) };
  const { name, version, set } = appType;
  return {
    update: true,
    manifest: manifestText({ scope: { app_type: name }, version, seq, set }, difference),
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
