/**
 * A VL53L0X distance sensor for the virtual I2C bus (0x29): ST's datasheet DocID029104, section 3.2, and what the open
 * drivers know of ST's API (the reference SPADs by page 7, the tuning, the stop variable).
 *
 * A register is a byte on the page that 0xFF chooses; addresses count up within a transfer. A shot is told by
 * SYSRANGE_START; its result is there at the next look and stays until the interrupt is cleared.
 */
import type { I2cDevice } from './i2c-bus.ts';

const PAGE = 0xff;
const SYSRANGE_START = 0x00;
const INTERRUPT_CLEAR = 0x0b;
const INTERRUPT_STATUS = 0x13;
const RESULT = 0x14;
const RESULT_MM = 0x1e;
/** What a driver takes for "too far", as the sensor says it. */
const OUT_OF_RANGE_MM = 8190;
/** Device range status, in bits 3 to 6: 11 is a valid range, 4 a phase that fits none. */
const RANGE_VALID = 11 << 3;
const PHASE_FAIL = 4 << 3;
const NEW_SAMPLE = 0x04;

/** Reset values that drivers look at: page, register, value. */
const RESET_VALUES: readonly (readonly [page: number, register: number, value: number])[] = [
  [0, 0xc0, 0xee],
  [0, 0xc1, 0xaa],
  [0, 0xc2, 0x10],
  [0, 0x01, 0xff],
  [0, 0x50, 0x06],
  [0, 0x51, 0x00],
  [0, 0x52, 0x96],
  [0, 0x70, 0x04],
  [0, 0x71, 0x01],
  [0, 0x72, 0xfe],
  [0, 0x84, 0x11],
  [0, 0xf8, 0x02],
  // The stop variable.
  [1, 0x91, 0x3c],
  // Which reference SPADs are good.
  [0, 0xb0, 0xff],
  [0, 0xb1, 0xff],
  [0, 0xb2, 0xff],
  [0, 0xb3, 0xff],
  [0, 0xb4, 0xff],
  [0, 0xb5, 0xff],
  // Five of them, with apertures.
  [7, 0x92, 0x85],
];

export interface Vl53l0x extends I2cDevice {
  /** What stands before it, in mm; null is nothing within its reach. */
  distance: number | null;
  /** Does it finish what it begins? One that hangs acknowledges and never has a result. */
  state: 'measures' | 'hangs';
  /** As by XSHUT or power: all registers are as after power on. */
  reset(): void;
}

export const VL53L0X_ADDRESS = 0x29;

export function createVl53l0x(distance: number | null = null): Vl53l0x {
  const registers = new Map<number, number>();
  let at = 0;
  let page = 0;
  let mode: 'idle' | 'shot' | 'continuous' = 'idle';

  const get = (register: number) => registers.get((page << 8) | register) ?? 0;
  const set = (register: number, value: number) => void registers.set((page << 8) | register, value);

  const reset = () => {
    registers.clear();
    page = 0;
    mode = 'idle';
    for (const [on, register, value] of RESET_VALUES) registers.set((on << 8) | register, value);
  };

  /** On page 0: a measurement that was asked for is done by the next look. */
  const measure = () => {
    if (mode === 'idle' || device.state === 'hangs' || (get(INTERRUPT_STATUS) & 7) !== 0) return;
    const mm = device.distance ?? OUT_OF_RANGE_MM;
    set(RESULT, device.distance === null ? PHASE_FAIL : RANGE_VALID);
    set(RESULT_MM, (mm >> 8) & 0xff);
    set(RESULT_MM + 1, mm & 0xff);
    set(INTERRUPT_STATUS, NEW_SAMPLE);
    if (mode === 'shot') mode = 'idle';
  };

  const start = (value: number) => {
    // Bit 0 starts or stops, bit 1 is back to back, bit 2 timed; the start bit clears itself.
    if ((value & 0x06) !== 0) mode = 'continuous';
    else if ((value & 0x01) !== 0) mode = mode === 'continuous' ? 'idle' : 'shot';
    else mode = 'idle';
    set(SYSRANGE_START, value & ~0x01);
  };

  const writeOne = (register: number, value: number) => {
    if (register === PAGE) page = value;
    else if (page === 0 && register === SYSRANGE_START) start(value);
    else if (page === 0 && register === INTERRUPT_CLEAR) set(INTERRUPT_STATUS, 0);
    // Page 7 hands out one byte of its memory at once.
    else if (page === 7 && register === 0x83) set(register, device.state === 'hangs' ? 0 : 1);
    else set(register, value);
  };

  const device: Vl53l0x = {
    distance,
    state: 'measures',
    reset,
    write(bytes) {
      const [register, ...values] = bytes;
      if (register === undefined) return;
      at = register;
      for (const value of values) writeOne(at++ & 0xff, value);
    },
    read(count) {
      if (page === 0) measure();
      return Uint8Array.from({ length: count }, () => get(at++ & 0xff));
    },
  };
  reset();
  return device;
}
