/**
 * Who may pass the web door: this computer, through this very address, from pages that this door served, with the
 * cookie that the printed link gave.
 *
 * Host is held against one name, which DNS rebinding cannot have. Origin is held against one value, and must be there
 * where a page of another site could reach (the socket). `Sec-Fetch-Site` tells what neither does: another program's page
 * on another port of this computer is "same-site" to a browser, so a Strict cookie goes with its requests. Browsers also
 * keep cookies for all ports of a host in one jar, hence the port in the cookie's name.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Guard {
  /** In the link that is printed; of this start only. */
  readonly token: string;
  /** The `Set-Cookie` that lets a browser in. */
  readonly setCookie: string;
  isToken(given: string | null): boolean;
  /**
   * Host, Origin where there is one, and the place from which a browser says that it asks. Gives the status with which a
   * request is turned away.
   */
  checkRequest(request: IncomingMessage): 403 | undefined;
  /** The same of a socket: Host, an Origin that must be there, and the cookie. */
  checkUpgrade(request: IncomingMessage): 401 | 403 | undefined;
  hasCookie(request: IncomingMessage): boolean;
}

/** `origin`: `http://127.0.0.1:8123`, the only one. */
export function createGuard(origin: string): Guard {
  const url = new URL(origin);
  const token = randomBytes(32).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  const cookie = `bootbench-${url.port || '80'}`;

  const hasCookie = (request: IncomingMessage) =>
    cookiesOf(request).some(([name, value]) => name === cookie && isSame(value, secret));

  function checkRequest({ headers }: IncomingMessage): 403 | undefined {
    if (headers.host !== url.host) return 403;
    if (headers.origin !== undefined && headers.origin !== origin) return 403;
    // No Origin comes with what a page embeds, or with a link that is followed.
    const site = headers['sec-fetch-site'];
    const fromElsewhere = site === 'cross-site' || site === 'same-site';
    // A link on another page may lead here; nothing else of it may.
    const isVisit = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    return fromElsewhere && !isVisit ? 403 : undefined;
  }

  return {
    token,
    setCookie: `${cookie}=${secret}; HttpOnly; SameSite=Strict; Path=/`,
    isToken: (given) => given !== null && isSame(given, token),
    checkRequest,
    checkUpgrade(request) {
      // Every browser sends an Origin with a socket, so this says it all.
      const { host, origin: from } = request.headers;
      if (host !== url.host || from !== origin) return 403;
      return hasCookie(request) ? undefined : 401;
    },
    hasCookie,
  };
}

/** In a time that does not depend on where they differ, or on the length of what was given. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function cookiesOf({ headers }: IncomingMessage): [string, string][] {
  return (headers.cookie ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? ['', pair.trim()] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
}
