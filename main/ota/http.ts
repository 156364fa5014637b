/** The HTTP face of the OTA API: routes, limits, and errors in one form. Knows nothing of ports. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { BODY_LIMIT } from './bodies.ts';
import type { OtaContext } from './context.ts';
import { Fault, toFault } from './faults.ts';
import type { OtaEventBody } from './live.ts';
import { sourceOf } from './parse.ts';
import { bootRoute } from './route-boot.ts';
import { fileRoutes } from './route-files.ts';
import { heartbeatRoute } from './route-heartbeat.ts';
import { registerRoute } from './route-register.ts';

export interface HttpLimits {
  /** Milliseconds for the head of a request. */
  headersTimeoutMs: number;
  /** Milliseconds for the whole of a request. */
  requestTimeoutMs: number;
  /** Connections at once; more are closed unheard. */
  maxConnections: number;
  /** Milliseconds that requests under way may take when the server stops. */
  graceMs: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  maxConnections: 2048,
  graceMs: 1000,
};

/** @param basePath begins with `/`, ends without */
export function createHttp(context: OtaContext, basePath: string, limits: HttpLimits): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: 5000,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs, 1000),
    },
    routerOptions: { maxParamLength: 100 },
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const fault = toFault(error);
      reply.code(fault.status).send(fault.toBody());
    },
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) return socket.destroy();
      const slow = 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
      const fault = slow
        ? new Fault(408, 'too-slow', 'The request took too long.')
        : new Fault(400, 'bad-request', 'That is not HTTP.');
      const body = JSON.stringify(fault.toBody());
      const head = `HTTP/1.1 ${fault.status} ${slow ? 'Request Timeout' : 'Bad Request'}`;
      socket.end(
        `${head}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
  });
  app.server.maxConnections = limits.maxConnections;
  app.decorateRequest('deviceId', null);
  // Boards do not all name the type of their bodies; it is JSON or it is refused.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  app.addHook('onRequest', (request, reply, done) => {
    // `close` comes after a whole answer and after one that was cut short.
    reply.raw.once('close', () => context.emit(requestEvent(request, reply)));
    done(
      mayAsk(request)
        ? undefined
        : new Fault(403, 'foreign-origin', 'This is for devices, not for web pages.'),
    );
  });
  app.setErrorHandler((error, request, reply) => {
    const fault = toFault(error);
    if (fault.status >= 500)
      context.log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}`);
    reply.code(fault.status).send(fault.toBody());
  });
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).send(new Fault(404, 'not-found', 'There is no such address here.').toBody());
  });
  app.register(
    async (api) => {
      api.get('/', async () => ({ server: 'bootbench', time: Math.floor(context.now() / 1000) }));
      bootRoute(api, context);
      registerRoute(api, context);
      heartbeatRoute(api, context);
      fileRoutes(api, context);
      refuseOtherMethods(api);
    },
    { prefix: basePath },
  );
  return app;
}

function refuseOtherMethods(api: FastifyInstance): void {
  for (const url of ['/boot', '/register', '/heartbeat']) {
    api.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: async (_request, reply) => {
        reply.header('allow', 'POST');
        throw new Fault(405, 'method-not-allowed', 'Only POST is served here.');
      },
    });
  }
}

/** A device has no pages: whoever sends an Origin is a browser, and is served only from our own address. */
function mayAsk(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

function requestEvent(request: FastifyRequest, reply: FastifyReply): OtaEventBody {
  return {
    type: 'request',
    method: request.method,
    path: request.url.slice(0, 300),
    status: reply.statusCode,
    complete: reply.raw.writableFinished,
    ms: Math.round(reply.elapsedTime * 1000) / 1000,
    source: sourceOf(request.socket.remoteAddress),
    deviceId: request.deviceId,
  };
}
