import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenForNetworks } from '../../main/provisioning/index.ts';
import { networksOf, securityOf } from '../../main/provisioning/networks.ts';
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
    const heard = await listenForNetworks(table.bench.ports, board.path, { signal });
    expect(heard).toContainEqual({
      ssid: SITE.ssid,
      rssi: expect.any(Number),
      channel: expect.any(Number),
      security: 'wpa2',
    });
    expect(heard.find(({ ssid }) => ssid === 'Guests')?.security).toBe('open');
  });
});
