/** Where the app's pages come from. Whatever has another origin is a stranger. */

export const APP_SCHEME = 'app';
export const APP_HOST = 'bootbench';
/** As a frame's `origin` says it: the scheme is registered as a standard one. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
const APP_URL = `${APP_ORIGIN}/`;

/** The pages: our own, or those of a development server. */
export interface PageSource {
  readonly kind: 'built' | 'served';
  readonly url: string;
  readonly origin: string;
}

/** `devServer` counts only where the app is not packed: nobody may put other pages into a released one. */
export function pageSource(devServer: string | undefined, packed: boolean): PageSource {
  if (packed || devServer === undefined) return { kind: 'built', url: APP_URL, origin: APP_ORIGIN };
  return { kind: 'served', url: devServer, origin: originOf(devServer) ?? APP_ORIGIN };
}

/** Scheme, host and port; undefined for what is no URL. `URL.origin` knows no schemes but the web's. */
export function originOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed === null ? undefined : `${parsed.protocol}//${parsed.host}`;
}
