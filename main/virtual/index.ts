/** The virtual bench: boards that run the real firmware on the real MicroPython VM. */

export type { LineOrder } from './auto-reset.ts';
export type { BoardEvent, LedFrame, VirtualBoardState } from './board-events.ts';
export type { Address, AirPeer, Datagram, PeerPort } from './datagrams.ts';
export { delays, doubles, drops, flips, type Hits, stalls, trips } from './faults/cable-faults.ts';
export { seeded } from './faults/random.ts';
export type { I2cDevice } from './i2c-bus.ts';
export type { Laptop, Stay } from './laptop.ts';
export type { Meter, Meters } from './meters.ts';
export type { OtherFirmware } from './other-firmware.ts';
export { type BoardPty, checkSocat, openPty } from './pty.ts';
export { AP_ADDRESS, Radio, type VirtualNetwork } from './radio.ts';
export type { RuntimeName } from './runtimes.ts';
export { VIRTUAL_SITE } from './site.ts';
export { bytesPerSecond, UART_115200, type Uart } from './uart.ts';
export {
  type AddBoard,
  createVirtualBench,
  type VirtualBench,
  type VirtualBenchOptions,
} from './virtual-bench.ts';
export { VirtualBoard } from './virtual-board.ts';
export { createVl53l0x, VL53L0X_ADDRESS, type Vl53l0x } from './vl53l0x.ts';
export { type FlashCost, PICO_FLASH } from './vm/flash-cost.ts';
export type { FileSystemKind, FlashFault } from './vm/messages.ts';
