import { expect, test } from 'vitest';
import { parseBootLine } from '../../main/provisioning/index.ts';

test.each([
  [
    'boot: start pico mac=28cdc1009e37 runtime=1.27.0',
    { word: 'start', deviceType: 'pico', mac: '28cdc1009e37' },
  ],
  ['boot: wifi connected 10.77.1.10 rssi -48', { word: 'connected', ip: '10.77.1.10', rssi: -48 }],
  [
    'boot: ap IoT-009e37 192.168.4.1 reason=wrong-password',
    { word: 'ap', ssid: 'IoT-009e37', ip: '192.168.4.1', reason: 'wrong-password' },
  ],
  ['boot: staged main.py 1754', { word: 'staged', name: 'main.py', bytes: 1754 }],
  ['boot: refused update size of app.py', { word: 'refused', why: 'size of app.py' }],
  ['boot: offline 111', { word: 'offline', why: '111' }],
  ['boot: up to date', { word: 'up-to-date' }],
])('reads %s', (line, meaning) => {
  expect(parseBootLine(line)).toEqual(meaning);
});

test.each([
  '',
  'MicroPython v1.27.0',
  'boot: something new',
  'boot: ap X 1.2.3.4 reason=made-up',
  'reboot: up to date',
])('passes over %j', (line) => {
  expect(parseBootLine(line)).toBeNull();
});
