/** The devices that the bench knows. */
import type { Device } from '../../preload/contract/models.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createFeed, type Fed, type FeedOptions, type FeedStore } from './feed.ts';

export interface DevicesData {
  /** By `deviceId`, in the order in which they came. */
  readonly devices: ReadonlyMap<string, Device>;
}
export type DevicesState = Fed<DevicesData>;

export const NO_DEVICES: DevicesData = { devices: new Map() };

export function reduceDevices(data: DevicesData, events: readonly TopicEvent<'devices'>[]): DevicesData {
  if (events.length === 0) return data;
  let devices = new Map(data.devices);
  for (const event of events) {
    switch (event.type) {
      case 'all':
        devices = new Map(event.devices.map((device) => [device.deviceId, device]));
        break;
      case 'changed':
        devices.set(event.device.deviceId, event.device);
        break;
      case 'forgotten':
        devices.delete(event.deviceId);
    }
  }
  return { devices };
}

export function createDevicesStore(client: Client, options?: FeedOptions): FeedStore<DevicesState> {
  return createFeed(client, { topic: 'devices', initial: NO_DEVICES, reduce: reduceDevices }, options);
}
