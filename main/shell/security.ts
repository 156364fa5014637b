/**
 * Denies what a page does not need: going elsewhere, opening windows, asking for permissions, holding other pages.
 * A link to the outside goes to the system's browser, when its host is one that we name.
 */
import { app, type Session, shell, type WebContents } from 'electron';
import { originOf } from './origin.ts';

/** Hosts that pages and menu link to. */
const KNOWN_HOSTS: ReadonlySet<string> = new Set(['micropython.org', 'docs.micropython.org']);

export function mayOpenOutside(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'https:' &&
    parsed.port === '' &&
    parsed.username === '' &&
    parsed.password === '' &&
    KNOWN_HOSTS.has(parsed.hostname)
  );
}

/** Opens a link in the system's browser, or does nothing, as where there is no browser. */
export function openOutside(url: string): void {
  if (mayOpenOutside(url)) shell.openExternal(url).catch(() => {});
}

/** For every page that will ever be made in this app, whoever makes it. */
export function guardAllContents(origin: string): void {
  app.on('web-contents-created', (_, contents) => guardContents(contents, origin));
}

interface Navigation {
  readonly url: string;
  preventDefault(): void;
}

function guardContents(contents: WebContents, origin: string): void {
  const stay = (navigation: Navigation) => {
    if (originOf(navigation.url) === origin) return;
    navigation.preventDefault();
    openOutside(navigation.url);
  };
  const deny = (event: { preventDefault(): void }) => event.preventDefault();

  contents.on('will-navigate', stay);
  contents.on('will-redirect', (navigation) => {
    if (originOf(navigation.url) !== origin) navigation.preventDefault();
  });
  // Our pages have no frames.
  contents.on('will-frame-navigate', (navigation) => {
    if (!navigation.isMainFrame) navigation.preventDefault();
  });
  contents.on('will-attach-webview', deny);
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/** Copying to the clipboard is the one thing that a page may ask for; it happens on a click. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Electron grants what nobody denies. */
export function denyPermissions(session: Session, origin: string): void {
  session.setPermissionRequestHandler((contents, permission, decide, { requestingUrl, isMainFrame }) =>
    decide(contents !== null && isMainFrame && originOf(requestingUrl) === origin && ALLOWED.has(permission)),
  );
  session.setPermissionCheckHandler(
    (contents, permission, requestingOrigin, { isMainFrame }) =>
      contents !== null && isMainFrame && originOf(requestingOrigin) === origin && ALLOWED.has(permission),
  );
  session.setDevicePermissionHandler(() => false);
}
