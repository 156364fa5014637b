/** The name server of a virtual network, at its gateway (RFC 1035): A questions, for the names that the radio knows. */

export const DNS_PORT = 53;

const TYPE_A = 1;
const ANSWER = 0x80;
const NO_SUCH_NAME = 3;
const TTL_S = 60;
/** The question's name, again, by where it stands. */
const SAME_NAME = 0xc00c;

/** An answer, or undefined to what is no question. `addressOf` gives null for a name that nobody has. */
export function answerDns(
  question: Uint8Array,
  addressOf: (name: string) => string | null,
): Uint8Array | undefined {
  const asked = Buffer.from(question);
  if (asked.length < 17 || ((asked[2] ?? 0) & ANSWER) !== 0 || asked.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (let size = asked[at] ?? 0; size > 0; size = asked[at] ?? 0) {
    labels.push(asked.toString('latin1', at + 1, at + 1 + size));
    at += 1 + size;
  }
  const end = at + 5;
  if (end > asked.length) return undefined;
  const isAddress = asked.readUInt16BE(at + 1) === TYPE_A;
  const ip = addressOf(labels.join('.').toLowerCase());

  const head = Buffer.from(asked.subarray(0, end));
  // Recursion was desired, as stub resolvers do, and is available.
  head[2] = ANSWER | ((head[2] ?? 0) & 1);
  head[3] = ANSWER | (ip === null ? NO_SUCH_NAME : 0);
  head.writeUInt16BE(ip !== null && isAddress ? 1 : 0, 6);
  head.fill(0, 8, 12);
  if (ip === null || !isAddress) return head;
  const record = Buffer.alloc(16);
  record.writeUInt16BE(SAME_NAME, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(TTL_S, 6);
  record.writeUInt16BE(4, 10);
  record.set(ip.split('.').map(Number), 12);
  return Buffer.concat([head, record]);
}
