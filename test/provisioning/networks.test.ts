import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoards } from '../../main/boards/index.ts';
import { listenForNetworks } from '../../main/provisioning/index.ts';
import { networksOf, securityOf } from '../../main/provisioning/networks.ts';
import type { PortSource, SerialLink } from '../../main/serial/index.ts';
import { SITE, setTable, type Table } from './support.ts';

const scan = (...rows: readonly (readonly [name: Uint8Array | string, rssi: number, code: number])[]) =>
  JSON.stringify([
    'esp32',
    rows.map(([name, rssi, code]) => [Buffer.from(name).toString('hex'), rssi, 6, code]),
  ]);

describe('how a network is secured', () => {
  it.each([
    ['open', 0],
    ['wep', 1],
    ['wpa', 2],
    ['wpa2', 3],
    ['wpa2', 4],
    ['enterprise', 5],
    ['wpa3', 6],
    ['wpa3', 7],
    ['unknown', 8],
    ['unknown', 9],
    ['enterprise', 10],
    ['unknown', 99],
    ['unknown', -1],
  ])('is %s for %i of an ESP32', (security, code) => {
    expect(securityOf('esp32', code)).toBe(security);
  });

  it.each([
    ['open', 0],
    ['wep', 1],
    ['wpa', 3],
    ['wpa2', 5],
    ['wpa2', 7],
    ['unknown', 8],
  ])('is %s for the bits %i of a Pico W', (security, code) => {
    expect(securityOf('rp2', code)).toBe(security);
  });

  it('is unknown for what another radio says, except for nothing', () => {
    expect([0, 3].map((code) => securityOf('samd', code))).toEqual(['open', 'unknown']);
  });
});

describe('a list of networks', () => {
  it('is sorted by strength, each name once', () => {
    expect(networksOf(scan(['a', -80, 3], ['b', -40, 0], ['a', -50, 6]), 'p')).toEqual([
      { ssid: 'b', rssi: -40, channel: 6, security: 'open' },
      { ssid: 'a', rssi: -50, channel: 6, security: 'wpa3' },
    ]);
  });

  it('leaves out names that are hidden, or no text', () => {
    const names = ['', '\0\0\0', Uint8Array.of(0xff, 0xfe), 'Zürich ☃'];
    const heard = networksOf(scan(...names.map((name) => [name, -50, 3] as const)), 'p');
    expect(heard.map(({ ssid }) => ssid)).toEqual(['Zürich ☃']);
  });

  it.each(['', 'null', '[]', '["esp32",[["zz",-1,1,1]]]', '["esp32",[["61",null,1,1]]]'])(
    'that reads %j is none',
    (text) => {
      expect(() => networksOf(text, 'p')).toThrow(expect.objectContaining({ code: 'board-protocol' }));
    },
  );
});

describe('a board that listens', () => {
  let table: Table;
  beforeAll(async () => {
    table = await setTable();
    table.bench.virtual?.radio.addNetwork({ ssid: 'Guests', password: '' });
  });
  afterAll(() => table.close());

  it.each(['pico', 'esp32'] as const)('tells how each network is secured: %s', async (kind) => {
    const board = await table.addBoard({ kind });
    const { signal } = new AbortController();
    const heard = await listenForNetworks(table.bench.boards, board.path, { signal });
    expect(heard).toContainEqual({
      ssid: SITE.ssid,
      rssi: expect.any(Number),
      channel: expect.any(Number),
      security: 'wpa2',
    });
    expect(heard.find(({ ssid }) => ssid === 'Guests')?.security).toBe('open');
  });

  it.each(['while it listens', 'while it starts again'] as const)(
    'is there and runs what it has when nobody waits for it any more: %s',
    async (when) => {
      const board = await table.addBoard({ kind: 'pico' });
      const stop = new AbortController();
      const resets: string[] = [];
      board.onEvent((event) => {
        if (event.type === 'reset') resets.push(event.why);
      });
      const { ports } = table.bench;
      const nosy: PortSource = {
        ...ports,
        open: async (...how) => {
          const link = await ports.open(...how);
          const write = (bytes: Uint8Array) => {
            if (when === 'while it listens' && String(Buffer.from(bytes)).includes('import network'))
              stop.abort();
            return link.write(bytes);
          };
          return { ...linkOf(link), write };
        },
      };
      // The port of a Pico goes with its reset.
      const unwatch = ports.onChange(() => {
        if (when === 'while it starts again') stop.abort();
      });
      const ended = await listenForNetworks(createBoards(nosy), board.path, stop).then(
        () => 'heard',
        (error: unknown) => error,
      );
      unwatch();
      expect(stop.signal.aborted).toBe(true);
      expect(ended).toBe(when === 'while it listens' ? stop.signal.reason : 'heard');
      expect((await ports.list()).map(({ path }) => path)).toContain(board.path);
      expect(resets).toEqual(['hard']);
    },
  );
});

/** A link is a class, whose methods do not come along with `...`. */
const linkOf = (link: SerialLink): SerialLink => ({
  path: link.path,
  write: (bytes) => link.write(bytes),
  setSignals: (signals) => link.setSignals(signals),
  onData: (listener) => link.onData(listener),
  onClose: (listener) => link.onClose(listener),
  close: () => link.close(),
});
