/** The workflows that tie the rooms together. */
export { type AppTypes, createAppTypes } from './app-types.ts';
export { type BootLine, parseBootLine } from './boot-lines.ts';
export { leanOf } from './lean.ts';
export { listenForNetworks } from './networks.ts';
export {
  checkOrder,
  PROVISION_PHASES,
  type ProvisionDeps,
  type ProvisionPhase,
  type ProvisionRequest,
  type Site,
} from './order.ts';
export { provision } from './provision.ts';
export { factoryReset, RESET_PHASES, type ResetPhase } from './reset.ts';
