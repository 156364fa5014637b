/** Devices: who they are (registry) and what one says over HTTP (clients). */
export {
  createDeviceClient,
  type DeviceClient,
  type DeviceClientOptions,
  type DeviceInfo,
} from './client.ts';
export { isAddress, isWellFormedId, macOfId, normaliseMac } from './ids.ts';
export {
  createPortalClient,
  type PortalClient,
  type PortalClientOptions,
  type PortalNetwork,
  type PortalStatus,
  type SentWifi,
  type WifiCredentials,
} from './portal-client.ts';
export { recordedDevice } from './recorded.ts';
export {
  type BootReport,
  createRegistry,
  type HeartbeatReport,
  type RegisterReport,
  type Registry,
  type RegistryChange,
  type RegistryOptions,
} from './registry.ts';
