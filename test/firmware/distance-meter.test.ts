/** The app `distance-meter` and its driver, on a board with the sensor and without. */
import { describe, expect, test } from 'vitest';
import { createVl53l0x } from '../../main/virtual/index.ts';
import { measures, meter, until } from './distance-meter-rig.ts';

describe('pico', () => measures('pico'));

test('a sensor that never finishes is absent, until it works', async () => {
  const sensor = createVl53l0x(77);
  sensor.state = 'hangs';
  const rig = await meter('pico', sensor);
  await until(rig, (status) => status.status === 'sensor-absent');
  sensor.reset();
  sensor.state = 'measures';
  await until(rig, (status) => status.distance_mm === 77);
});

test('another device at that address is no sensor', async () => {
  const rig = await meter('esp32', {
    ...createVl53l0x(77),
    write: () => {},
    read: (count) => new Uint8Array(count),
  });
  await until(rig, (status) => status.status === 'sensor-absent');
});

test('the settings are taken as they come: while it runs, and nonsense not at all', async () => {
  const rig = await meter('pico', createVl53l0x(100), { interval_ms: 'soon', offset_mm: true });
  await until(rig, (status) => status.distance_mm === 100);
  expect((await rig.ask('POST', '/config', { body: { offset_mm: 7.5, interval_ms: 60 } })).status).toBe(200);
  await until(rig, (status) => status.distance_mm === 107);
});
