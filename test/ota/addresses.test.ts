import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { type Interfaces, ownAddresses } from '../../main/ota/addresses.ts';
import { isLoopback } from '../../preload/contract/ota.ts';

const at = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
  ({
    address,
    family,
    internal,
    netmask: '',
    mac: '',
    cidr: null,
    ...(family === 'IPv6' && { scopeid: 0 }),
  }) as never;

test('what others can dial: no loopback, no IPv6, none that the computer gave itself', () => {
  const interfaces: Interfaces = {
    lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
    eth0: [at('192.168.1.40', 'IPv4'), at('fe80::1', 'IPv6')],
    wlan0: [at('169.254.7.7', 'IPv4'), at('10.0.0.5', 'IPv4')],
    gone: undefined,
  };
  expect(ownAddresses(interfaces)).toEqual([
    { address: '192.168.1.40', network: 'eth0' },
    { address: '10.0.0.5', network: 'wlan0' },
  ]);
});

test('of this computer as it is: each belongs to one of its networks', () => {
  const now = networkInterfaces();
  for (const { address, network } of ownAddresses())
    expect(now[network]?.map((one) => one.address)).toContain(address);
});

test.each(['127.0.0.1', '127.8.8.8', 'localhost', 'LOCALHOST', '::1', ' 127.0.0.1 '])(
  '%s is reached from this computer alone',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each(['0.0.0.0', '192.168.1.40', '::', 'bench-02', '1270.example'])(
  '%s is reached by others',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
