/**
 * nmcli's tables and sentences. Sentences and exit codes as nmcli 1.42.4 gave them to a NetworkManager that failed in these ways;
 * the escapes of terse tables as in nmcli(1), `--escape`.
 */
import { expect, it } from 'vitest';
import { accessPointsOf, devicesOf, nmcliFailure, terseFields } from '../../../main/wifi/linux/nmcli-text.ts';

it.each([
  ['HomeNet:wlan0', ['HomeNet', 'wlan0']],
  ['AA\\:BB\\:CC:90:', ['AA:BB:CC', '90', '']],
  ['Phone\\: of \\\\ Ann:x', ['Phone: of \\ Ann', 'x']],
  ['', ['']],
  [':', ['', '']],
  ['ends in \\', ['ends in ']],
])('fields of %j', (line, fields) => {
  expect(terseFields(line)).toEqual(fields);
});

it('devices, and what is active on them', () => {
  const text = 'wlan0:wifi:connected:Office-5G:1111-22\nwlan1:wifi:disconnected::\nlo:loopback:unmanaged::\n';
  expect(devicesOf(text)).toEqual([
    { ifname: 'wlan0', type: 'wifi', state: 'connected', active: { id: 'Office-5G', uuid: '1111-22' } },
    { ifname: 'wlan1', type: 'wifi', state: 'disconnected', active: null },
    { ifname: 'lo', type: 'loopback', state: 'unmanaged', active: null },
  ]);
});

it('access points: names from hex, once each, strongest first; what is hidden or no UTF-8 left out', () => {
  const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase();
  const text = [
    `${hex('IoT-0A77C4')}:40:`,
    `${hex('Kühl: №3')}:100:WPA1 WPA2`,
    `${hex('IoT-0A77C4')}:90:`,
    ':80:WPA2',
    'FFFE:70:',
    `${hex('far')}:0:--`,
  ].join('\n');
  expect(accessPointsOf(text)).toEqual([
    { ssid: 'Kühl: №3', rssi: -40, secured: true },
    { ssid: 'IoT-0A77C4', rssi: -46, secured: false },
    { ssid: 'far', rssi: -100, secured: false },
  ]);
});

it.each([
  [4, 'Error: Connection activation failed: Secrets were required, but not provided', 'ap-wrong-password'],
  [
    4,
    'Error: Connection activation failed: IP configuration could not be reserved (no available address, timeout, etc.)',
    'ap-no-address',
  ],
  [4, 'Error: Connection activation failed: The Wi-Fi network could not be found', 'ap-not-found'],
  [4, 'Error: Connection activation failed: Not authorized to control networking.', 'wifi-denied'],
  [4, 'Error: Connection activation failed: New connection activation was enqueued', 'wifi-moved-on'],
  [4, 'Error: Connection activation failed: Unknown error', 'ap-not-found'],
  [3, 'Error: Timeout 6 sec expired.', 'ap-not-found'],
  [8, 'Error: NetworkManager is not running.', 'wifi-unsupported'],
  [10, "Error: No network with SSID 'IoT-0A77C4' found.", 'ap-not-found'],
  [2, "Error: invalid property 'x': 'y' is not valid.", 'unexpected'],
  [null, '', 'unexpected'],
])('exit code %s, %s', (code, text, expected) => {
  expect(nmcliFailure(code, text, 'IoT-0A77C4').code).toBe(expected);
});
