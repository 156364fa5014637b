export type { AccessPoint, JoinedAp, WifiAdapter } from './adapter.ts';
