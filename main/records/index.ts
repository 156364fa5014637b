/** Records: the bench's database, the passports in it, and what devices did. */
export { openRecords, type Records } from './database.ts';
export { appendEvents, type DeviceEvent, type EventKind, KEPT_EVENTS, listEvents } from './events.ts';
export {
  allowDowngrade,
  endSequence,
  pinsFor,
  rememberOffered,
  type Sequence,
  savePins,
  sequenceFor,
} from './offers.ts';
export { latestPassport, listPassports, savePassport } from './passports.ts';
export type { DevicesTable, Schema } from './schema.ts';
export { openSettings, type Settings } from './settings.ts';
