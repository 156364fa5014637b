/** This computer's own Wi-Fi: how it reaches a device that stands in AP fallback. */
export type { AccessPoint, JoinedAp, WifiAdapter } from './adapter.ts';
export { noAdapter } from './none.ts';
