/** Requests as nobody should send them, the same ones for the same seed. */
export type Random = () => number;

export { seeded as randomOf } from '../serial/random.ts';

/** What a client does with the bytes, and how it goes. */
export interface Attempt {
  readonly kind: string;
  /** Sent one after the other, with the event loop's turn between. */
  readonly pieces: readonly Buffer[];
  /** `listen`: waits for the answer; `end`: says that no more comes; `vanish`: is gone at once; `stall`: waits, half said. */
  readonly next: 'listen' | 'end' | 'vanish' | 'stall';
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const upTo = (random: Random, limit: number) => Math.floor(random() * limit);
const bytes = (random: Random, count: number) =>
  Buffer.from(Array.from({ length: count }, () => upTo(random, 256)));

const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'get',
  'G\u00c4T',
  '',
  'X'.repeat(300),
];
const PATHS = [
  '/status',
  '/info',
  '/config',
  '/logs',
  '/logs/boot_log.txt',
  '/logs/boot_log.txt?lines=3',
  '/logs/..%2fwifi.json?lines=-1',
  '/endpoints',
  '/reading',
  '/%',
  '/%zz%ff%00',
  '//',
  '/status/../config',
  '*',
  'http://evil.example/status',
  `/${'a/'.repeat(200)}`,
  `/status?${'k=v&'.repeat(100)}`,
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2', 'HTTP/1.1 ', 'http/1.1', ''];
const HEADERS = [
  'Host: 10.77.1.10',
  'Origin: null',
  'Origin: http://10.77.1.10',
  'Transfer-Encoding: chunked',
  'Content-Length: -5',
  'Content-Length: 99999999999999999999',
  'Content-Length: 5, 6',
  'Content-Type: application/json',
  'Expect: 100-continue',
  'Authorization: Bearer',
  'no colon',
  ': no name',
  `X-Long: ${'y'.repeat(1900)}`,
  'X-Bytes: \u00ff\u0000\u0007',
  ' folded',
];
const BODIES = [
  '{}',
  '{"a":1}',
  '{',
  '[[[[[[[[',
  '"\\ud800"',
  '{"a":1e999}',
  'null',
  '\u0000',
  'x'.repeat(3000),
  '',
];

function request(random: Random): Buffer {
  const lines = [`${pick(random, METHODS)} ${pick(random, PATHS)} ${pick(random, VERSIONS)}`];
  for (let n = upTo(random, 5); n > 0; n--) lines.push(pick(random, HEADERS));
  const body = pick(random, BODIES);
  if (random() < 0.6)
    lines.push(`Content-Length: ${body.length + (random() < 0.2 ? upTo(random, 9) - 4 : 0)}`);
  const end = random() < 0.1 ? '\n\n' : '\r\n\r\n';
  return Buffer.from(lines.join('\r\n') + end + body, 'latin1');
}

function mutated(random: Random): Buffer {
  const whole = Buffer.from(request(random));
  for (let n = 1 + upTo(random, 8); n > 0 && whole.length > 0; n--)
    whole[upTo(random, whole.length)] = upTo(random, 256);
  return random() < 0.5 ? whole : whole.subarray(0, upTo(random, whole.length));
}

function cut(random: Random, whole: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < whole.length; ) {
    const size = 1 + upTo(random, 1 + whole.length / 4);
    pieces.push(whole.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** The next one. */
export function attempt(random: Random): Attempt {
  const chance = random();
  if (chance < 0.5) return { kind: 'request', pieces: [request(random)], next: 'end' };
  if (chance < 0.7) return { kind: 'mutated', pieces: [mutated(random)], next: 'end' };
  if (chance < 0.8) return { kind: 'noise', pieces: [bytes(random, upTo(random, 3000))], next: 'end' };
  if (chance < 0.9) return { kind: 'gone', pieces: cut(random, request(random)).slice(0, 2), next: 'vanish' };
  if (chance < 0.998) return { kind: 'drip', pieces: cut(random, request(random)), next: 'end' };
  return { kind: 'stall', pieces: [mutated(random).subarray(0, 12)], next: 'stall' };
}
