/** `POST /heartbeat`: I am alive, this is what I measure; is there a hotfix for me? */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptsManifest, heartbeatBody, telemetryOf } from './bodies.ts';
import type { OtaContext } from './context.ts';
import type { FolderContent } from './folder.ts';
import { manifestText, plainFiles } from './offer.ts';
import { checkAppType, identify, parseBody, sourceOf } from './parse.ts';
import { settleAs, settleKnown } from './settle.ts';

export function heartbeatRoute(app: FastifyInstance, context: OtaContext): void {
  app.post('/heartbeat', (request, reply) => heartbeat(context, request, reply));
}

async function heartbeat(
  context: OtaContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Record<string, unknown>> {
  const { registry, heartbeatIntervalMs, resolveAddress } = context;
  const body = parseBody(heartbeatBody, request.body);
  checkAppType(body.app_type);
  const deviceId = identify(registry, body.mac, body.device_id);
  request.deviceId = deviceId;
  const source = sourceOf(request.socket.remoteAddress);
  const mac = body.mac ?? registry.get(deviceId)?.mac ?? null;
  const device = registry.onHeartbeat({
    deviceId,
    mac: body.mac,
    appType: body.app_type,
    address: resolveAddress({ deviceId, mac, source, claimed: body.ip ?? null }),
    set: body.set,
    overlay: body.overlay,
    telemetry: telemetryOf(request.body as Record<string, unknown>, body),
  });
  context.emit({ type: 'heartbeat', deviceId });
  const restart = context.restarts.has(deviceId);
  // Said only when the answer has gone out whole.
  if (restart) reply.raw.once('finish', () => context.restarts.delete(deviceId));
  const hotfix = await settleKnown(context, device, body.rejected ?? []);
  return {
    device_id: deviceId,
    ...(await update(context, reply, deviceId, hotfix, acceptsManifest(body.accept))),
    ...(heartbeatIntervalMs === undefined ? {} : { interval_ms: heartbeatIntervalMs }),
    ...(restart ? { restart } : {}),
    time: Math.floor(context.now() / 1000),
  };
}

/** The update part of the answer. */
async function update(
  context: OtaContext,
  reply: FastifyReply,
  deviceId: string,
  hotfix: FolderContent | undefined,
  manifest: boolean,
): Promise<Record<string, unknown>> {
  if (!hotfix) return { update: false };
  const put = [...hotfix.files.values()];
  const names = put.map((file) => file.name);
  context.emit({ type: 'hotfix', deviceId, outcome: 'offered', names });
  context.registry.note('hotfix', deviceId, { names, set: hotfix.set });
  if (manifest) {
    const seq = await context.offers.seq(`device:${deviceId}`, hotfix.set);
    const version = `hotfix+${hotfix.set.slice(0, 8)}`;
    const head = { scope: { device_id: deviceId }, version, seq, set: hotfix.set };
    return { update: true, manifest: manifestText(head, { put, remove: [] }) };
  }
  // This client cannot confirm: that the answer went out whole is all there will ever be to know.
  reply.raw.once('finish', () => settleAs(context, deviceId, hotfix, 'delivered'));
  return { update: true, ...plainFiles(put) };
}
