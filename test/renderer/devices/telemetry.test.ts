import { describe, expect, it } from 'vitest';
import { plain, plainValue, wordsOf } from '../../../renderer/features/devices/plain.ts';
import { addSample, leastOf, pointsOf, type Sample } from '../../../renderer/features/devices/samples.ts';
import { appErrorOf, figure, firstNumber, readingsOf } from '../../../renderer/features/devices/telemetry.ts';
import { HOSTILE } from './rig.ts';

describe('text of devices', () => {
  it('is bounded, on one line, and shows where something hid', () => {
    const text = plain(HOSTILE, 60);
    expect([...text]).toHaveLength(60);
    expect(text).toContain('<img src=x onerror="alert(1)">\ufffd\ufffd');
    expect(plain('a\nb\tc')).toBe('a b c');
    expect(plain('\u{1f600}'.repeat(9), 4)).toBe(`${'\u{1f600}'.repeat(3)}…`);
  });

  it('is JSON for what is no text, and never throws', () => {
    expect(plainValue({ a: [1] })).toBe('{"a":[1]}');
    expect(plainValue(undefined)).toBe('null');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(plainValue(circle)).toBe('null');
    expect(wordsOf('free_mem')).toBe('Free mem');
    expect(wordsOf('')).toBe('–');
  });
});

describe('readings', () => {
  it('leave out what the platform says, and know units by the end of the name', () => {
    const readings = readingsOf({
      uptime_ms: 5,
      rssi: -50,
      distance_mm: 417,
      temperature_c: -4.25,
      status: 'ok',
    });
    expect(readings.map(({ name, text, unit }) => [name, text, unit])).toEqual([
      ['Distance', '417', 'mm'],
      ['Temperature', '−4.25', '°C'],
      ['Status', 'ok', undefined],
    ]);
  });

  it('stand in the same order however they came, what is measured first', () => {
    const said = { np_pin: 4, samples: 9, uptime_s: 3, battery_mv: 4012, distance_mm: 417, value: 2 };
    const keys = ['distance_mm', 'battery_mv', 'samples', 'value', 'uptime_s', 'np_pin'];
    expect(readingsOf(said).map(({ key }) => key)).toEqual(keys);
    const turned = Object.fromEntries(Object.entries(said).reverse());
    expect(readingsOf(turned).map(({ key }) => key)).toEqual(keys);
    expect(firstNumber(readingsOf(said))?.key).toBe('distance_mm');
    expect(firstNumber(readingsOf({ np_pin: 4, status: 'ok' }))).toBeUndefined();
  });

  it('write figures that can be read', () => {
    expect(figure(4012)).toBe('4\u202f012');
    expect(figure(0.00000012)).toBe('1.20e−7');
    expect(figure(21.4567)).toBe('21.46');
    expect(figure(0)).toBe('0');
  });

  it('take names that every object has for what they are', () => {
    const readings = readingsOf({
      constructor: 5,
      toString: 'x',
      [HOSTILE]: HOSTILE,
      inf: Number.POSITIVE_INFINITY,
    });
    expect(readings).toHaveLength(4);
    expect(new Set(readings.map(({ key }) => key)).size).toBe(4);
    for (const { name, text } of readings) {
      expect(name.length).toBeLessThanOrEqual(33);
      expect(text.length).toBeLessThanOrEqual(120);
    }
  });

  it('tell why the app stopped, bounded', () => {
    expect(appErrorOf({ app_error: 'Traceback\nValueError: no' })?.last).toBe('ValueError: no');
    expect(appErrorOf({ app_error: '' })).toBeNull();
    expect(appErrorOf({ app_error: 5 })).toBeNull();
    expect(appErrorOf({ app_error: 'line\n'.repeat(9000) })?.lines.length).toBe(20);
  });
});

describe('samples', () => {
  it('keep numbers only, and the newest of them', () => {
    let samples: readonly Sample[] = [];
    for (let at = 0; at < 1000; at++) samples = addSample(samples, at, { value: at, text: HOSTILE });
    expect(samples).toHaveLength(900);
    expect(pointsOf(samples, 'value').at(-1)).toEqual({ at: 999, value: 999 });
    expect(pointsOf(samples, 'text')).toEqual([]);
    expect(pointsOf(samples, 'constructor')).toEqual([]);
    expect(leastOf(samples, 'value')).toBe(100);
    expect(leastOf(samples, 'none')).toBeNull();
  });
});
