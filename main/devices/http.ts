/**
 * One HTTP request to a device: a time limit over all of it, a limit on the answer, no proxy, no redirect,
 * a fresh connection unless an agent is given. What comes back is bytes from a stranger.
 */
import { type Agent, type IncomingMessage, request } from 'node:http';
import { Failure } from '../../preload/contract/errors.ts';
import { plainLine } from '../plain-text.ts';
import { isAddress } from './ids.ts';

/** A device's answer is never larger: logs are the largest, and the firmware bounds them. */
const ANSWER_LIMIT = 512 * 1024;
const DEFAULT_TIMEOUT_MS = 5000;

export interface DeviceRequest {
  /** Who is asked, for the sentence of a failure. */
  device: string;
  /** `host` or `host:port`; port 80 when not given. */
  address: string;
  method: 'GET' | 'POST';
  /** From `/` on, already encoded. */
  path: string;
  /** Sent as JSON when given. */
  json?: unknown;
  token?: string | undefined;
  /** Bytes of the answer; half a megabyte when not given. */
  limit?: number | undefined;
  /** For the whole of it: connect, send, answer. Milliseconds. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  agent?: Agent | undefined;
  /** The local address to speak from, where the computer has several. */
  localAddress?: string | undefined;
}

export interface DeviceAnswer {
  status: number;
  contentType: string;
  text: string;
}

/**
 * Asks, and returns the answer whatever its status.
 *
 * @throws Failure `device-unreachable` (no connection, connection lost, too slow), `device-answer` (answer too large, not HTTP),
 *   `bad-input` (address); the signal's reason when that came first
 */
export async function askDevice(ask: DeviceRequest): Promise<DeviceAnswer> {
  if (!isAddress(ask.address))
    throw new Failure('bad-input', { field: 'address', problem: 'not host or host:port' });
  ask.signal?.throwIfAborted();
  const limit = AbortSignal.timeout(ask.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = ask.signal ? AbortSignal.any([ask.signal, limit]) : limit;
  try {
    const response = await send(ask, signal);
    const text = await readAll(response, ask);
    return { status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', text };
  } catch (error) {
    ask.signal?.throwIfAborted();
    if (error instanceof Failure) throw error;
    if (isHttpGarbage(error))
      throw new Failure('device-answer', { device: ask.device, detail: 'not HTTP' }, error);
    throw new Failure('device-unreachable', { device: ask.device, address: ask.address }, error);
  }
}

/**
 * The JSON of a 2xx answer.
 *
 * @throws Failure as `askDevice`, and `device-refused` for another status, `device-answer` for what is not JSON
 */
export async function askDeviceJson(ask: DeviceRequest): Promise<unknown> {
  const answer = await askDevice(ask);
  refuseUnlessOk(answer, ask.device);
  return parseJson(answer.text, ask.device);
}

/** @throws Failure `device-refused` unless the status is 2xx */
export function refuseUnlessOk(answer: DeviceAnswer, device: string): void {
  if (answer.status >= 200 && answer.status < 300) return;
  let error = '';
  let message = '';
  try {
    const body: unknown = JSON.parse(answer.text);
    if (typeof body === 'object' && body !== null) {
      if ('error' in body && typeof body.error === 'string') error = plainLine(body.error, 60);
      if ('message' in body && typeof body.message === 'string') message = plainLine(body.message, 300);
    }
  } catch {
    message = plainLine(answer.text, 120);
  }
  throw new Failure('device-refused', { device, status: answer.status, error, message });
}

/** @throws Failure `device-answer` */
export function parseJson(text: string, device: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('device-answer', { device, detail: `not JSON: ${plainLine(text, 80)}` }, cause);
  }
}

function send(ask: DeviceRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const body = ask.json === undefined ? undefined : Buffer.from(JSON.stringify(ask.json));
  const url = new URL(`http://${ask.address}`);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || 80,
      method: ask.method,
      path: ask.path,
      agent: ask.agent ?? false,
      signal,
      ...(ask.localAddress === undefined ? {} : { localAddress: ask.localAddress }),
      headers: {
        accept: 'application/json, text/plain',
        ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
        ...(ask.method === 'POST' && !body ? { 'content-length': 0 } : {}),
        ...(ask.token === undefined ? {} : { authorization: `Bearer ${ask.token}` }),
      },
    });
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function readAll(response: IncomingMessage, ask: DeviceRequest): Promise<string> {
  const chunks: Buffer[] = [];
  const limit = ask.limit ?? ANSWER_LIMIT;
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      response.destroy();
      throw new Failure('device-answer', { device: ask.device, detail: `larger than ${limit} bytes` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isHttpGarbage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('HPE_');
}
