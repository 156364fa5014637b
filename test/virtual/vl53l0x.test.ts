/** The virtual VL53L0X, by its registers, as a driver on the board sees them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createVirtualBench,
  createVl53l0x,
  type VirtualBoard,
  VL53L0X_ADDRESS,
} from '../../main/virtual/index.ts';
import { rawBoard, type Terminal } from './support.ts';

const SETUP = `
from machine import I2C
i = I2C(0)
def get(register, count=1): return i.readfrom_mem(41, register, count)
def put(*pairs):
  for at in range(0, len(pairs), 2): i.writeto_mem(41, pairs[at], bytes((pairs[at + 1],)))
def mm():
  r = get(0x14, 12)
  return r[0] >> 3 & 15, r[10] << 8 | r[11]`;

const bench = createVirtualBench();
let board: VirtualBoard;
let terminal: Terminal;
beforeAll(async () => {
  ({ board, terminal } = await rawBoard(bench, { kind: 'pico' }));
  await terminal.run(SETUP);
});
afterAll(() => bench.close());

/** A fresh one in the place of the one before. */
function attached() {
  const sensor = createVl53l0x(250);
  board.i2c.attach(VL53L0X_ADDRESS, sensor);
  return sensor;
}

test('says who it is, and has pages', async () => {
  attached();
  expect(await terminal.value('i.scan(), get(0xC0, 3)')).toBe("([41], b'\\xee\\xaa\\x10')");
  await terminal.run('put(0xFF, 1, 0x91, 7, 0xFF, 0, 0x91, 9)');
  expect(await terminal.value('get(0x91), put(0xFF, 1), get(0x91)')).toBe("(b'\\t', None, b'\\x07')");
  await terminal.run('put(0xFF, 7, 0x83, 0)');
  expect(await terminal.value('get(0x83), get(0x92), put(0xFF, 0), get(0x92)')).toBe(
    "(b'\\x01', b'\\x85', None, b'\\x00')",
  );
});

test('a single shot: one result, which stays until the interrupt is cleared', async () => {
  const sensor = attached();
  expect(await terminal.value('get(0x13)')).toBe("b'\\x00'");
  expect(await terminal.value('put(0x00, 1), get(0x00), get(0x13), mm()')).toBe(
    "(None, b'\\x00', b'\\x04', (11, 250))",
  );
  sensor.distance = 400;
  expect(await terminal.value('mm(), put(0x0B, 1), get(0x13), mm()')).toBe(
    "((11, 250), None, b'\\x00', (11, 250))",
  );
  expect(await terminal.value('put(0x00, 1), get(0x13), mm()')).toBe("(None, b'\\x04', (11, 400))");
});

test('continuous: one result after the other, until it is stopped', async () => {
  const sensor = attached();
  expect(await terminal.value('put(0x00, 2), get(0x13), mm()')).toBe("(None, b'\\x04', (11, 250))");
  sensor.distance = null;
  expect(await terminal.value('put(0x0B, 1), get(0x13), mm()')).toBe("(None, b'\\x04', (4, 8190))");
  expect(await terminal.value('put(0x00, 1), put(0x0B, 1), get(0x13)')).toBe("(None, None, b'\\x00')");
});

test('one that hangs has no result, and a reset takes its settings away', async () => {
  const sensor = attached();
  sensor.state = 'hangs';
  expect(await terminal.value('put(0x60, 0x12, 0x00, 1), get(0x13)')).toBe("(None, b'\\x00')");
  sensor.state = 'measures';
  expect(await terminal.value('get(0x13), get(0x60)')).toBe("(b'\\x04', b'\\x12')");
  sensor.reset();
  expect(await terminal.value('get(0x13), get(0x60)')).toBe("(b'\\x00', b'\\x00')");
});
