/** What a port of node-serialport is asked for, in which order: the driver beneath is not here, its binding stands in. */
import { SerialPortMock } from 'serialport';
import { beforeEach, describe, expect, it } from 'vitest';
import { openUsbLink } from '../../../main/serial/ports/usb-link.ts';
import { AutoReset, type LineOrder, type Lines } from '../../../main/virtual/auto-reset.ts';

const PATH = '/dev/ttyUSB-test';

beforeEach(() => {
  SerialPortMock.binding.reset();
  SerialPortMock.binding.createPort(PATH, { echo: false, record: true });
});

/** The lines that a port is told to have, from its opening to its closing, and how it was opened. */
async function told(baudRate?: number) {
  const lines: Lines[] = [];
  const opened: unknown[] = [];
  const link = await openUsbLink(PATH, { baudRate }, (options) => {
    opened.push(options);
    const port = new SerialPortMock(options);
    const set = port.set.bind(port);
    port.set = (signals, done) => {
      lines.push({ dtr: signals.dtr ?? true, rts: signals.rts ?? true });
      return set(signals, done);
    };
    return port;
  });
  const rise = lines.splice(0);
  await link.close();
  return { rise, fall: lines, opened };
}

describe('opening and closing', () => {
  it('asserts both lines, and lets RTS go before the system lets DTR go', async () => {
    const { rise, fall } = await told();
    expect(rise.at(-1)).toEqual({ dtr: true, rts: true });
    expect(fall).toEqual([{ dtr: true, rts: false }]);
  });

  it.each<LineOrder>(['together', 'rts-first', 'dtr-first'])(
    'resets no board whose driver changes lines %s',
    async (order) => {
      const { rise, fall } = await told();
      const changes: string[] = [];
      const circuit = new AutoReset(order, (change) => changes.push(change));
      circuit.changeTogether({ dtr: true, rts: true });
      for (const lines of [...rise, ...fall]) circuit.change(lines);
      circuit.changeTogether({ dtr: false, rts: false });
      expect(changes).toEqual([]);
    },
  );

  it('locks the port, has the system drop its lines, and takes another speed', async () => {
    const at = async (baudRate?: number) => (await told(baudRate)).opened;
    expect(await at()).toEqual([expect.objectContaining({ baudRate: 115_200, lock: true, hupcl: true })]);
    expect(await at(9600)).toEqual([expect.objectContaining({ baudRate: 9600 })]);
  });
});
