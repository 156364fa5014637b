/** What a device answers to, whose it is, and where a browser can open it. */

export interface Endpoint {
  readonly method: string;
  readonly path: string;
}

export interface EndpointRow extends Endpoint {
  readonly from: 'platform' | 'app';
  /** Null for what changes something, what wants a value in its path, or a device without an address. */
  readonly href: string | null;
}

/** What every device has. */
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
    ({ method, path }): EndpointRow => ({
      method,
      path,
      from: PLATFORM.has(`${method} ${path}`) || /^\/logs\/</.test(path) ? 'platform' : 'app',
      href: method === 'GET' ? hrefOf(address, path) : null,
    }),
  );
  // What is this device's own comes first.
  return [...rows.filter(({ from }) => from === 'app'), ...rows.filter(({ from }) => from === 'platform')];
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
