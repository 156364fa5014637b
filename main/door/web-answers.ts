/** What the web door says over HTTP: its headers, and small pages of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from './web-pages.ts';

/** Headers of every answer. `origin`: the door's own, to whose socket alone a page may connect. */
export function safeHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      // Mantine sets variables of its components in style attributes.
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "media-src 'self'",
      "manifest-src 'self'",
      `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), serial=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

export type SmallStatus = 303 | 400 | 401 | 403 | 404 | 405 | 426;

const SAID: Readonly<Record<SmallStatus, readonly [title: string, sentence: string]>> = {
  303: ['Bootbench', 'The app is at the root of this address.'],
  400: ['This is no address of the app', 'Open the link that the program printed when it started.'],
  401: [
    'This browser is not let in yet',
    'Open the link that the program printed when it started. It is a new one after each start.',
  ],
  403: ['Not from here', 'Open the link that the program printed when it started, as it is.'],
  404: ['There is no such file', 'Go to the start page of the app.'],
  405: ['That cannot be done here', 'The app speaks to the bench over its socket.'],
  426: ['This is the app’s socket', 'Open the link that the program printed when it started.'],
};

/** What a request gets: a file, or a small page with headers that belong to this very answer. */
export type Answer =
  | { readonly status: 200; readonly page: Page }
  | { readonly status: SmallStatus; readonly headers?: Readonly<Record<string, string>> };

export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const page = answer.status === 200 ? answer.page : smallPage(answer.status);
  response.writeHead(answer.status, {
    'content-type': page.type,
    'content-length': page.body.length,
    'cache-control': page.cache,
    // What else came with a request that is turned away is not read.
    ...(answer.status >= 400 ? { connection: 'close' } : {}),
    ...(answer.status === 200 ? {} : answer.headers),
  });
  response.end(request.method === 'HEAD' ? undefined : page.body);
}

function smallPage(status: SmallStatus): Page {
  const [title, sentence] = SAID[status];
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${sentence}</p></html>\n`;
  return { body: Buffer.from(text), type: 'text/html; charset=utf-8', cache: 'no-store' };
}
