import { describe, expect, it } from 'vitest';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { type Slot, shownSlots, takeIn } from '../../../renderer/features/boards/slots.ts';
import { slotsOf } from '../../../renderer/features/boards/use-slots.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { createFakeClient } from '../stores/fake-client.ts';
import { DONE, jobCalled, RUNNING } from '../stores/samples.ts';

const port = (path: string, changes: Partial<PortInfo> = {}): PortInfo => ({
  path,
  kind: 'pico',
  source: path.startsWith('virtual:') ? 'virtual' : 'usb',
  description: 'a board',
  ...changes,
});
const nobody = () => false;
const all = () => true;
const told = (slots: readonly Slot[]) =>
  slots.map(({ slot, board, presence }) => `${slot} ${board.path}${presence === 'away' ? ' away' : ''}`);
const shown = (slots: readonly Slot[], isBusy: (board: PortInfo) => boolean) =>
  shownSlots(slots, isBusy).map((one) => `${one.slot} ${one.shows === 'board' ? one.board.path : 'empty'}`);

const A = port('/dev/ttyACM0', { serialNumber: 'a' });
const B = port('/dev/ttyACM1', { serialNumber: 'b' });
const C = port('/dev/ttyACM2', { serialNumber: 'c' });
const V = port('virtual:pico-1', { serialNumber: 'v' });

describe('slots', () => {
  it('have the order of the sockets at first, whatever order they are told in', () => {
    const boards = [
      port('/dev/ttyACM10'),
      port('virtual:pico-2'),
      port('/dev/ttyACM2'),
      port('virtual:esp32-1', { location: '1' }),
    ];
    const expected = ['1 /dev/ttyACM2', '2 /dev/ttyACM10', 'V1 virtual:esp32-1', 'V2 virtual:pico-2'];
    expect(told(takeIn([], boards, nobody))).toEqual(expected);
    expect(told(takeIn([], boards.toReversed(), nobody))).toEqual(expected);
  });

  it('stay with their boards while one is away and when it comes back', () => {
    const before = takeIn([], [A, B, C, V], nobody);
    const during = takeIn(before, [B, C, V], all);
    expect(told(during)).toEqual([
      '1 /dev/ttyACM0 away',
      '2 /dev/ttyACM1',
      '3 /dev/ttyACM2',
      'V1 virtual:pico-1',
    ]);
    expect(takeIn(during, [C, V, B, A], all)).toEqual(before);
  });

  it('do not shift when all of the bench is away, or when a board comes first in the order of names', () => {
    const before = takeIn([], [B, C], nobody);
    const back = takeIn(takeIn(before, [], nobody), [A, B, C], nobody);
    expect(told(back)).toEqual(['1 /dev/ttyACM1', '2 /dev/ttyACM2', '3 /dev/ttyACM0']);
  });

  it('know a board by its serial number when its path is another one after a reset', () => {
    const before = takeIn([], [A, B], nobody);
    const back = takeIn(takeIn(before, [B], all), [B, { ...A, path: '/dev/ttyACM7' }], all);
    expect(told(back)).toEqual(['1 /dev/ttyACM7', '2 /dev/ttyACM1']);
  });

  it('keep two boards apart whose cable chips have one serial number', () => {
    const [one, two] = [port('COM3', { serialNumber: '0001' }), port('COM4', { serialNumber: '0001' })];
    const before = takeIn([], [one, two], nobody);
    expect(told(takeIn(before, [two], nobody))).toEqual(['1 COM3 away', '2 COM4']);
    expect(takeIn(takeIn(before, [two], nobody), [two, one], nobody)).toEqual(before);
  });

  it('go with the socket where the system tells it', () => {
    const first = { ...A, location: '1-1' };
    const before = takeIn([], [first, { ...B, location: '1-2' }], nobody);
    const swapped = takeIn(before, [{ ...C, location: '1-1' }], nobody);
    expect(told(swapped)).toEqual(['1 /dev/ttyACM2', '2 /dev/ttyACM1 away']);
    // The same board in another socket is in another slot.
    expect(told(takeIn(before, [first, { ...B, location: '1-9' }], all))).toContain('3 /dev/ttyACM1');
  });

  it('of boards that went for good are taken by the next one, but never that of a board at work', () => {
    const away = takeIn(takeIn([], [A, B], nobody), [B], nobody);
    expect(told(takeIn(away, [B, C], nobody))).toEqual(['1 /dev/ttyACM2', '2 /dev/ttyACM1']);
    expect(told(takeIn(away, [B, C], all))).toEqual([
      '1 /dev/ttyACM0 away',
      '2 /dev/ttyACM1',
      '3 /dev/ttyACM2',
    ]);
  });
});

describe('what is shown of slots', () => {
  const away = takeIn(takeIn([], [A, B, C, V], nobody), [B], nobody);

  it('is an empty socket before others, and nothing after them', () => {
    expect(shown(away, nobody)).toEqual(['1 empty', '2 /dev/ttyACM1']);
    expect(shown(takeIn(away, [], nobody), nobody)).toEqual([]);
  });

  it('is a board at work, also while its port is gone', () => {
    expect(shown(away, ({ path }) => path === A.path || path === V.path)).toEqual([
      '1 /dev/ttyACM0',
      '2 /dev/ttyACM1',
      'V1 virtual:pico-1',
    ]);
  });
});

it('slots of the stores are the same ones for all pages, and know what is at work', () => {
  const client = createFakeClient();
  const stores = createStores(client, (work) => work());
  client.emit('boards', { boards: [A, B] });
  const slots = slotsOf(stores);
  expect(slotsOf(stores)).toBe(slots);
  client.emit('jobs', { type: 'snapshot', snapshot: jobCalled('one', { board: A.path, state: RUNNING }) });
  client.emit('boards', { boards: [B] });
  client.emit('boards', { boards: [B, C] });
  expect(told(slots.getState())).toEqual(['1 /dev/ttyACM0 away', '2 /dev/ttyACM1', '3 /dev/ttyACM2']);
  client.emit('jobs', { type: 'state', id: 'one', state: DONE });
  client.emit('boards', { boards: [B, C, V, port('/dev/ttyACM9', { serialNumber: 'd' })] });
  expect(told(slots.getState())).toEqual([
    '1 /dev/ttyACM9',
    '2 /dev/ttyACM1',
    '3 /dev/ttyACM2',
    'V1 virtual:pico-1',
  ]);
});

describe('learned sockets', () => {
  const one = { location: '1-1.1', number: 1, name: '' };
  const two = { location: '1-1.2', number: 2, name: 'By the window' };
  const inOne = { ...A, location: '1-1.1' };
  const inTwo = { ...B, location: '1-1.2' };

  it('give their number to whatever stands in them, in any order of plugging', () => {
    const sockets = [one, two];
    expect(told(takeIn([], [inTwo], nobody, sockets))).toEqual(['2 /dev/ttyACM1']);
    expect(told(takeIn(takeIn([], [inTwo], nobody, sockets), [inTwo, inOne], nobody, sockets))).toEqual([
      '1 /dev/ttyACM0',
      '2 /dev/ttyACM1',
    ]);
    const swapped = [
      { ...inOne, location: '1-1.2' },
      { ...inTwo, location: '1-1.1' },
    ];
    expect(told(takeIn([], swapped, nobody, sockets))).toEqual(['1 /dev/ttyACM1', '2 /dev/ttyACM0']);
  });

  it('keep a board in BOOTSEL where its port was', () => {
    const before = takeIn([], [inOne, inTwo], nobody, [one, two]);
    const loader = { type: 'bootsel', drive: null } as const;
    const bootsel = { ...inOne, path: 'bootsel:1-1.1', loader };
    expect(told(takeIn(before, [bootsel, inTwo], nobody, [one, two]))).toEqual([
      '1 bootsel:1-1.1',
      '2 /dev/ttyACM1',
    ]);
  });

  it('are never taken by a board that has none', () => {
    expect(told(takeIn([], [C, inTwo], nobody, [one, two]))).toEqual(['2 /dev/ttyACM1', '3 /dev/ttyACM2']);
  });

  it('take their boards along when they get another number', () => {
    const before = takeIn([], [inOne, inTwo, C], nobody, [one, two]);
    const renumbered = [
      { ...one, number: 3 },
      { ...two, number: 1 },
    ];
    expect(told(takeIn(before, [inOne, inTwo, C], nobody, renumbered))).toEqual([
      '1 /dev/ttyACM1',
      '2 /dev/ttyACM2',
      '3 /dev/ttyACM0',
    ]);
  });

  it('have the first of the ports of one device', () => {
    const both = [inOne, { ...C, location: '1-1.1' }];
    expect(told(takeIn([], both, nobody, [one, two]))).toEqual(['1 /dev/ttyACM0', '3 /dev/ttyACM2']);
  });

  it('are waited for before a tile is drawn', () => {
    const client = createFakeClient();
    const slots = slotsOf(createStores(client, (work) => work()));
    client.emit('boards', { boards: [inTwo] });
    expect(slots.getState()).toEqual([]);
    client.emit('settings', {
      recipes: [],
      sites: [],
      slots: [one, two],
      ota: { host: '', port: 0, heartbeatIntervalMs: null },
      secretsKept: 'memory',
      dataFolder: '',
      otaBase: '',
    });
    expect(told(slots.getState())).toEqual(['2 /dev/ttyACM1']);
  });
});

it('a virtual board has the number under which it came, in every window', () => {
  const second = port('virtual:pico-2', { location: '2' });
  expect(told(takeIn([], [second], nobody))).toEqual(['V2 virtual:pico-2']);
});
