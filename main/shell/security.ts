/**
 * Denies what a page does not need: going elsewhere, opening windows, asking for permissions, holding other pages.
 * A link to the outside goes to the system's browser, when its host is one that we name, or a device of this bench.
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

/** The host and port that a link to a device names; undefined for a device without an address. */
function hostOf(address: string | null): string | undefined {
  return address === null ? undefined : URL.parse(`http://${address}`)?.host;
}

/** Whether a link leads to one of these addresses of devices, which serve plain HTTP. */
export function leadsToDevice(url: string, addresses: readonly (string | null)[]): boolean {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'http:' || parsed.username !== '' || parsed.password !== '') return false;
  return addresses.some((address) => hostOf(address) === parsed.host);
}

/** Opens a link in the system's browser, or does nothing, as where there is no browser. */
export function openOutside(url: string): void {
  if (mayOpenOutside(url)) open(url);
}

function open(url: string): void {
  shell.openExternal(url).catch(() => {});
}

export interface Guarded {
  /** Where our pages come from. */
  readonly origin: string;
  /** Addresses of the devices that are known now: a device's own pages are opened outside. */
  readonly devices: () => readonly (string | null)[];
}

/** For every page that will ever be made in this app, whoever makes it. */
export function guardAllContents(guarded: Guarded): void {
  app.on('web-contents-created', (_, contents) => guardContents(contents, guarded));
}

interface Navigation {
  readonly url: string;
  preventDefault(): void;
}

function guardContents(contents: WebContents, { origin, devices }: Guarded): void {
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
    if (leadsToDevice(url, devices())) open(url);
    else openOutside(url);
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
