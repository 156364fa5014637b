/** The workflows that tie the rooms together. */
export { type AppTypes, createAppTypes } from './app-types.ts';
export { type Backup, backUp } from './backup.ts';
export { type BootLine, parseBootLine } from './boot-lines.ts';
export { compareBoard, compareFiles } from './compare.ts';
export { FIELD_PHASES, type FieldRequest, fieldSetup } from './field.ts';
export { abilityOf, DEVICE_SSID } from './field-ability.ts';
export { CONFIRM_SECONDS, localName } from './field-confirm.ts';
export { GOLDEN_PHASES, readGolden } from './golden.ts';
export { filesBelow, hostPath, hostPaths } from './host-files.ts';
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
export { bringTo, changed, REPAIR_PHASES, repair, staleOf } from './repair.ts';
export { factoryReset, RESET_PHASES, type ResetPhase } from './reset.ts';
export { planRestore, type RestorePlan, readBackup, restoreFiles } from './restore.ts';
export { type Wanted, wantedOf } from './wanted.ts';
export { CABLE_WIFI_PHASES, type CableWifiRequest, wifiByCable } from './wifi-by-cable.ts';
