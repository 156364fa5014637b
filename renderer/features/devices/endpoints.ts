/** What a device answers to, whose it is, where a browser can open it, and what came of asking it here. */
import type { Endpoint, PathAnswer } from '../../../preload/contract/api.ts';
import { plainLines } from './plain.ts';

export interface EndpointRow extends Pick<Endpoint, 'method' | 'path'> {
  readonly from: 'platform' | 'app';
  /** Null for what changes something, what wants a value in its path, or a device without an address. */
  readonly href: string | null;
}

/** What every device of ours has, for one that does not say whose an endpoint is. */
const PLATFORM: ReadonlySet<string> = new Set([
  'GET /status',
  'GET /info',
  'GET /config',
  'POST /config',
  'GET /logs',
  'GET /endpoints',
  'POST /identify',
  'POST /restart',
  'POST /factory-reset',
]);

/** More are counted and not shown. */
export const ENDPOINTS = 60;

export function endpointRows(endpoints: readonly Endpoint[], address: string | null): EndpointRow[] {
  const rows = endpoints.map(
    ({ method, path, source }): EndpointRow => ({
      method,
      path,
      from: source ?? usualSource(method, path),
      href: method === 'GET' ? hrefOf(address, path) : null,
    }),
  );
  // What is this device's own comes first.
  return [...rows.filter(({ from }) => from === 'app'), ...rows.filter(({ from }) => from === 'platform')];
}

function usualSource(method: string, path: string): EndpointRow['from'] {
  return PLATFORM.has(`${method} ${path}`) || /^\/logs\/</.test(path) ? 'platform' : 'app';
}

/** Deeper JSON is shown as it came: set out, its blanks alone could fill the memory. */
const DEEPEST = 20;

/** JSON set out in lines, text as it is; JSON may spell signs that nobody sees, so they are looked for afterwards. */
export function shownAnswer(answer: PathAnswer): string {
  return plainLines(setOut(answer));
}

function setOut({ type, text }: PathAnswer): string {
  if (type === 'text' || depthOf(text) > DEEPEST) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** How many brackets are open at once at most, those in strings among them. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const sign of json) {
    if (sign === '{' || sign === '[') deepest = Math.max(deepest, ++depth);
    else if (sign === '}' || sign === ']') depth--;
  }
  return deepest;
}

/** Only an address at this very device: neither host nor path may lead elsewhere. */
function hrefOf(address: string | null, path: string): string | null {
  if (address === null || !path.startsWith('/') || /[<>\s\\]/.test(path) || path.length > 200) return null;
  try {
    const url = new URL(`http://${address}${path}`);
    const home = new URL(`http://${address}/`);
    const plain = home.username === '' && home.password === '' && home.pathname === '/';
    return plain && url.protocol === 'http:' && url.host === home.host ? url.href : null;
  } catch {
    return null;
  }
}
