/** The app `distance-meter` on a board, and what it does on any kind of one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createVl53l0x, VL53L0X_ADDRESS, type Vl53l0x } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import { type Json, makeRig, type Rig, softwareOf } from './support.ts';

const APP = join(import.meta.dirname, '..', '..', 'firmware', 'apps', 'distance-meter');
const source = (name: string) => readFileSync(join(APP, name), 'utf8');
const WAIT_MS = 10_000;

export async function meter(kind: BoardKind, sensor?: Vl53l0x, config?: object): Promise<Rig> {
  const rig = makeRig({
    kind,
    software: { ...softwareOf(source('app.py')), 'vl53l0x.py': source('vl53l0x.py') },
    provision: { app_type: 'distance-meter' },
  });
  onTestFinished(() => rig.close());
  if (config) rig.board.flash.write('config.json', JSON.stringify(config));
  if (sensor) rig.board.i2c.attach(VL53L0X_ADDRESS, sensor);
  const ready = rig.console.line(/^platform: ready/);
  rig.board.powerOn();
  await ready;
  return rig;
}

/** Asks until the board says so. */
export async function until(rig: Rig, fits: (status: Json) => boolean): Promise<Json> {
  const end = performance.now() + WAIT_MS;
  for (;;) {
    const { json } = await rig.ask('GET', '/status');
    if (fits(json)) return json;
    if (performance.now() > end) throw new Error(`waited in vain: ${JSON.stringify(json)}`);
  }
}

/** Without the sensor and with it. */
export function measures(kind: BoardKind): void {
  test('reports the distances that are set, with the offset, and says when there is nothing in reach', async () => {
    const sensor = createVl53l0x(321);
    const rig = await meter(kind, sensor, { interval_ms: 100, offset_mm: -20 });
    expect(await until(rig, (status) => status.distance_mm === 301)).toMatchObject({
      sensor: 'ok',
      status: 'ok',
    });
    sensor.distance = 1234;
    await until(rig, (status) => status.distance_mm === 1214);
    expect((await rig.ask('GET', '/distance')).json).toEqual({ distance_mm: 1214, sensor: 'ok' });
    sensor.distance = 10;
    await until(rig, (status) => status.distance_mm === 0);
    sensor.distance = null;
    expect(await until(rig, (status) => status.sensor === 'out-of-range')).toMatchObject({
      distance_mm: null,
      status: 'ok',
    });
  });

  test('without the sensor it says so, and finds it when it comes; then it goes again', async () => {
    const rig = await meter(kind, undefined, { interval_ms: 100 });
    const log = rig.console.line(/VL53L0X absent/, 0);
    expect(await until(rig, (status) => status.status === 'sensor-absent')).toMatchObject({
      sensor: 'absent',
      distance_mm: null,
    });
    await log;
    const sensor = createVl53l0x(555);
    rig.board.i2c.attach(VL53L0X_ADDRESS, sensor);
    expect(await until(rig, (status) => status.distance_mm === 555)).toMatchObject({ status: 'ok' });
    rig.board.i2c.detach(VL53L0X_ADDRESS);
    expect(await until(rig, (status) => status.status === 'sensor-absent')).toMatchObject({
      distance_mm: null,
    });
    // Said once each time, not with every try.
    expect(rig.console.lines.filter((line) => line.includes('VL53L0X absent')).length).toBe(2);
  });
}
