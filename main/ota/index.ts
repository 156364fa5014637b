/** OTA: the server that devices get their software from, its tree of app types, and hotfixes. */
export { ownAddresses } from './addresses.ts';
export {
  type AppTypeSummary,
  createAppType,
  firmwareFiles,
  listApps,
  listAppTypes,
  putAppType,
  summaryOf,
  updateAppType,
} from './app-types.ts';
export type { ResolveAddress } from './context.ts';
export type { FolderContent, ServedFile, SkippedFile } from './folder.ts';
export { md5Of, setOf, sha256Of } from './hashes.ts';
export { dropHotfix, type Hotfixes } from './hotfix.ts';
export type { HttpLimits } from './http.ts';
export type { PinnedKey } from './key-pair.ts';
export { type KeyRing, keysOf, pinsOf } from './key-ring.ts';
export { type Keys, openKeys } from './keys.ts';
export type { Live, OtaEvent } from './live.ts';
export { FILE_LIMIT, inWritingOrder, isAppTypeName, isFileName, isProtected } from './names.ts';
export { defaultAddress } from './parse.ts';
export {
  createOtaServer,
  type OtaListen,
  type OtaServer,
  type OtaServerOptions,
  type OtaState,
} from './server.ts';
export { type AppType, createTree, type Tree } from './tree.ts';
