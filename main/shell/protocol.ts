/** `app://bootbench/`: the built pages, from an index, with a policy that lets them load nothing else. */
import { protocol } from 'electron';
import { safeHeaders } from '../door/web-answers.ts';
import type { Pages } from '../door/web-pages.ts';
import { APP_HOST, APP_ORIGIN, APP_SCHEME } from './origin.ts';

/** Before the app is ready: makes the scheme a standard and secure one, so that its pages have an origin. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // Scripts and fonts are asked for by CORS, also of one's own origin. Nothing here allows another one.
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
    },
  ]);
}

/** Once the app is ready. */
export function serveApp(pages: Pages): void {
  protocol.handle(APP_SCHEME, ({ method, url }) => answer(pages, method, url));
}

/** A file of the index, or nothing: no path is made of what was asked for. */
export function answer(pages: Pages, method: string, url: string): Response {
  const asked = URL.parse(url);
  if (asked === null || asked.host !== APP_HOST) return refuse(404);
  if (method !== 'GET' && method !== 'HEAD') return refuse(405);
  const page = pages.find(asked.pathname);
  if (page === undefined) return refuse(404);
  return new Response(method === 'HEAD' ? null : new Uint8Array(page.body), {
    headers: { ...HEADERS, 'content-type': page.type, 'cache-control': page.cache },
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

const HEADERS = safeHeaders(APP_ORIGIN);
