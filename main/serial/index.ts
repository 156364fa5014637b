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
export { boardPath, standingPath } from './board-path.ts';
export { LineSplitter } from './console.ts';
export type { BoardFile, BoardIdentity, FileEntry, WriteResult } from './file-types.ts';
export { freeBytes, hashFiles, listFiles, readFile, removeFiles } from './files.ts';
export { identifyBoard } from './identify.ts';
export { isRuntimeOld, neededRuntime } from './platform-needs.ts';
export { combinePorts } from './ports/combine-ports.ts';
export type { PortOpenOptions, PortSource, SerialLink, Signals } from './ports/link.ts';
export { untilListed, untilPlugged } from './ports/until-plugged.ts';
export { knownUsbId, type UsbId, usbId } from './ports/usb-ids.ts';
export { usbPorts } from './ports/usb-ports.ts';
export { pythonString } from './repl/python.ts';
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
export { type WriteOptions, writeFiles } from './transfer/write-files.ts';
export { until } from './until.ts';
