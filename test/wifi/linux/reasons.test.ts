/** NetworkManager's reasons and errors, line by line, and the profile of a visit. */
import { platform, userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { BusError } from '../../../main/wifi/linux/bus.ts';
import { isVisit } from '../../../main/wifi/linux/homecoming.ts';
import { dbmOf } from '../../../main/wifi/linux/nm-names.ts';
import { joinFailure, nmFailure } from '../../../main/wifi/linux/reasons.ts';
import { visitSections, wifiMedium } from '../../../main/wifi/linux/settings.ts';
import { Failure } from '../../../preload/contract/errors.ts';

// Numbers of NMDeviceStateReason.
it.each([
  [7, 'ap-wrong-password'],
  [9, 'ap-wrong-password'],
  [5, 'ap-no-address'],
  [6, 'ap-no-address'],
  [15, 'ap-no-address'],
  [16, 'ap-no-address'],
  [17, 'ap-no-address'],
  [53, 'ap-not-found'],
  [8, 'ap-not-found'],
  [10, 'ap-not-found'],
  [11, 'ap-not-found'],
  [36, 'wifi-off'],
  [37, 'wifi-off'],
  [38, 'wifi-moved-on'],
  [39, 'wifi-moved-on'],
  [60, 'wifi-moved-on'],
  [1, 'ap-not-found'],
  [12_345, 'ap-not-found'],
])('a join that ended for reason %i is %s', (reason, code) => {
  expect(joinFailure(reason, 'IoT-0A77C4').code).toBe(code);
});

it.each([
  ['org.freedesktop.NetworkManager.PermissionDenied', 'wifi-denied'],
  ['org.freedesktop.NetworkManager.Settings.PermissionDenied', 'wifi-denied'],
  ['org.freedesktop.DBus.Error.AccessDenied', 'wifi-denied'],
  ['org.freedesktop.NetworkManager.UnknownDevice', 'unexpected'],
])('%s is %s', (name, code) => {
  const os = platform();
  expect(nmFailure(new BusError(name, 'Not authorized'))).toMatchObject({
    code,
    params: code === 'wifi-denied' ? { os, why: 'Not authorized' } : {},
  });
});

it('what is no error of the bus stays what it is', () => {
  const failure = new Failure('wifi-off', {});
  expect(nmFailure(failure)).toBe(failure);
});

it.each([
  [100, -40],
  [50, -70],
  [0, -100],
  [250, -40],
])('%i percent are %i dBm', (percent, dbm) => {
  expect(dbmOf(percent)).toBe(dbm);
});

it.each([
  ['bootbench-0a1b2c3d', true],
  ['bootbench-0a1b2c3', false],
  ['Bootbench-0a1b2c3d', false],
  ['Office', false],
])('a profile named %s is of a visit: %s', (name, is) => {
  expect(isVisit(name)).toBe(is);
});

describe('the profile of a visit', () => {
  const visit = { session: 'bootbench-0a1b2c3d', ssid: 'IoT-0A77C4', ifname: 'wlan1' };
  const sections = visitSections(visit, wifiMedium);

  it('is for this user and this adapter, and never chosen by itself', () => {
    expect(sections.connection).toEqual({
      id: ['s', 'bootbench-0a1b2c3d'],
      type: ['s', '802-11-wireless'],
      'interface-name': ['s', 'wlan1'],
      autoconnect: ['b', false],
      permissions: ['as', [`user:${userInfo().username}:`]],
    });
  });

  it('takes nothing from the device but an address', () => {
    expect(sections.ipv4).toMatchObject({
      'never-default': ['b', true],
      'ignore-auto-dns': ['b', true],
      'ignore-auto-routes': ['b', true],
    });
    expect(sections.ipv6).toEqual({ method: ['s', 'disabled'] });
  });

  it('has the name as bytes, and a key only where there is one', () => {
    const open = wifiMedium.sections('№3', { kind: 'open' });
    expect(open).toEqual({
      '802-11-wireless': {
        ssid: ['ay', Buffer.from([0xe2, 0x84, 0x96, 0x33])],
        mode: ['s', 'infrastructure'],
      },
    });
    const locked = wifiMedium.sections('№3', { kind: 'wpa-psk', password: 'from-the-label' });
    expect(locked['802-11-wireless-security']).toEqual({
      'key-mgmt': ['s', 'wpa-psk'],
      psk: ['s', 'from-the-label'],
    });
  });
});
