/** `POST /heartbeat`: I am alive, this is what I measure; is there a hotfix for me? */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptsManifest, type HeartbeatBody, heartbeatBody, telemetryOf } from './bodies.ts';
import type { OtaContext } from './context.ts';
import type { FolderContent } from './folder.ts';
import { manifestText, plainFiles } from './offer.ts';
import { checkAppType, identify, parseBody, sourceOf } from './parse.ts';
import { scopeOf, settleAs, settleKnown } from './settle.ts';
import { signed } from './signed.ts';
import { standingOf, tellNews } from './standing.ts';

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
  const known = registry.get(deviceId);
  const mac = body.mac ?? known?.mac ?? null;
  const standing = standingOf(known, { ...body, from: 'heartbeat' }, context.now());
  const device = registry.onHeartbeat({
    deviceId,
    mac: body.mac,
    appType: body.app_type,
    address: resolveAddress({ deviceId, mac, source, claimed: body.ip ?? null }),
    set: body.set,
    overlay: body.overlay,
    telemetry: telemetryOf(request.body as Record<string, unknown>, body),
    updates: standing.updates,
  });
  tellNews(context, deviceId, standing.news);
  context.emit({ type: 'heartbeat', deviceId });
  const restart = context.restarts.has(deviceId);
  // Said only when the answer has gone out whole.
  if (restart) reply.raw.once('finish', () => context.restarts.delete(deviceId));
  const hotfix = await settleKnown(context, device, body.rejected ?? []);
  return {
    device_id: deviceId,
    ...(await update(context, reply, deviceId, hotfix, { ...body, mac: device.mac })),
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
  body: Pick<HeartbeatBody, 'accept' | 'hotfix_seq' | 'key_ids'> & { mac: string },
): Promise<Record<string, unknown>> {
  if (!hotfix) return { update: false };
  const put = [...hotfix.files.values()];
  const names = put.map((file) => file.name);
  context.emit({ type: 'hotfix', deviceId, outcome: 'offered', names });
  context.registry.note('hotfix', deviceId, { names, set: hotfix.set });
  if (acceptsManifest(body.accept)) {
    const number = await context.offers.numbered(scopeOf(deviceId), hotfix.set, body.hotfix_seq ?? null);
    const version = `hotfix+${hotfix.set.slice(0, 8)}`;
    const scope = { device_id: deviceId };
    const text = manifestText(
      { scope, version, number, set: hotfix.set, overlay: 'keep' },
      { put, remove: [] },
    );
    return {
      update: true,
      ...(await signed(context, deviceId, text, { mac: body.mac, keyIds: body.key_ids })),
    };
  }
  // This client cannot confirm: that the answer went out whole is all there will ever be to know.
  reply.raw.once('finish', () => {
    settleAs(context, deviceId, hotfix, 'delivered').catch((error: unknown) =>
      context.log(`hotfix for ${deviceId}: ${error instanceof Error ? error.message : error}`),
    );
  });
  return { update: true, ...plainFiles(put) };
}
