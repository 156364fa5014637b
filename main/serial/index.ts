/** The serial room: ports, one open board, its files. Other rooms import from here alone. */
export type {
  Board,
  BoardOptions,
  BoardState,
  BoardTarget,
  ExecOptions,
  HoldReport,
  HoldStep,
  OpenOptions,
  ResetOptions,
  WaitForLineOptions,
} from './board.ts';
export { openBoard, watchBoard } from './board-link.ts';
export { boardPath } from './board-path.ts';
export { combinePorts } from './combine-ports.ts';
export { LineSplitter } from './console.ts';
export type { BoardFile, BoardIdentity, FileEntry, WriteResult } from './file-types.ts';
export { freeBytes, hashFiles, listFiles, readFile, removeFiles } from './files.ts';
export { identifyBoard } from './identify.ts';
export type { PortOpenOptions, PortSource, SerialLink, Signals } from './link.ts';
export { isRuntimeOld, neededRuntime } from './platform-needs.ts';
export { pythonString } from './python.ts';
export {
  type Access,
  type Groups,
  type Holders,
  type ProcessInfo,
  type System,
  thisSystem,
  type UsbDevice,
} from './system/index.ts';
export { untilChanged } from './system/until-changed.ts';
export { untilListed, untilPlugged } from './until-plugged.ts';
export { knownUsbId, type UsbId, usbId } from './usb-ids.ts';
export { usbPorts } from './usb-ports.ts';
export { type WriteOptions, writeFiles } from './write-files.ts';
