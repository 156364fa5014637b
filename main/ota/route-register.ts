/** `POST /register`: I am up, and here is where I answer. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { registerBody } from './bodies.ts';
import type { OtaContext } from './context.ts';
import { checkAppType, identify, parseBody, sourceOf } from './parse.ts';

export function registerRoute(app: FastifyInstance, context: OtaContext): void {
  app.post('/register', (request) => register(context, request));
}

function register(context: OtaContext, request: FastifyRequest): Record<string, unknown> {
  const { registry, resolveAddress, heartbeatIntervalMs } = context;
  const body = parseBody(registerBody, request.body);
  checkAppType(body.app_type);
  const deviceId = identify(registry, body.mac, body.device_id);
  request.deviceId = deviceId;
  const source = sourceOf(request.socket.remoteAddress);
  const { address, firmware, version } = registry.onRegister({
    deviceId,
    mac: body.mac,
    appType: body.app_type,
    deviceType: body.device_type,
    firmware: body.firmware,
    version: body.version,
    meta: body.meta,
    address: resolveAddress({ deviceId, mac: body.mac ?? null, source, claimed: body.ip ?? null }),
  });
  context.emit({ type: 'register', deviceId, address, firmware });
  registry.note('register', deviceId, { address, firmware, version });
  return {
    device_id: deviceId,
    ...(heartbeatIntervalMs === undefined ? {} : { interval_ms: heartbeatIntervalMs }),
    time: Math.floor(context.now() / 1000),
  };
}
