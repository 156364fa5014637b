/** This computer's own Wi-Fi: how it reaches a device that stands in AP fallback, and comes home. */
export type {
  AccessPoint,
  AdapterKind,
  Homecoming,
  HomeNetwork,
  OwnInterface,
  PortalRoute,
  VisitId,
  WifiAdapter,
  WifiOptions,
} from './adapter.ts';
export { besideAdapter, VIRTUAL_HOME } from './beside.ts';
export { computerAdapter } from './computer-adapter.ts';
export { computerLock } from './lock.ts';
export { manualVisit } from './manual.ts';
export { noAdapter } from './none.ts';
export { directRoute, PORTAL_ADDRESS, systemInterfaces } from './system.ts';
export {
  createVisitor,
  type Visited,
  type Visiting,
  type VisitOrder,
  type Visitor,
  type VisitStep,
} from './visit.ts';
