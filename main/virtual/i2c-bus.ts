/** The virtual I2C bus: whatever has been put on it answers by address. */

export interface I2cDevice {
  /** Takes what the board writes. */
  write(bytes: Uint8Array): void;
  /** Gives so many bytes. */
  read(count: number): Uint8Array;
}

export class I2cBus {
  readonly #devices = new Map<number, I2cDevice>();

  attach(address: number, device: I2cDevice): void {
    this.#devices.set(address, device);
  }

  detach(address: number): void {
    this.#devices.delete(address);
  }

  /**
   * A call of `port/machine.py`: no arguments is a scan; else address, hex of what is written, count to read.
   * Null is a device that does not acknowledge.
   */
  answer(args: readonly unknown[]): number[] | string | null {
    if (args.length === 0) return [...this.#devices.keys()].sort((a, b) => a - b);
    const [address, write, count] = args as [number, string, number];
    const device = this.#devices.get(address);
    if (!device) return null;
    if (write !== '') device.write(Buffer.from(write, 'hex'));
    return count > 0 ? Buffer.from(device.read(count)).toString('hex') : '';
  }
}
