/** What a device measures, out of whatever it reports: names, figures, and units where the name tells them. */
import { plain, plainValue, wordsOf } from './plain.ts';

export interface Reading {
  /** As the device calls it. */
  readonly key: string;
  /** As a person reads it, without the unit. */
  readonly name: string;
  /** Null where it is no number that can be drawn. */
  readonly number: number | null;
  readonly text: string;
  readonly unit: string | undefined;
}

/** What the platform itself says; it stands elsewhere on the page. */
const PLATFORM: ReadonlySet<string> = new Set([
  'device_id',
  'firmware',
  'version',
  'uptime_ms',
  'free_mem',
  'rssi',
  'ip',
  'boot_epoch',
  'app_error',
]);
/** What the app says about its board, and does not measure. */
const WIRING: ReadonlySet<string> = new Set(['num_leds', 'np_pin', 'led_pin']);

/** By the last part of the name, as apps commonly write it: `distance_mm`. */
const UNITS: Readonly<Record<string, string>> = {
  mm: 'mm',
  cm: 'cm',
  m: 'm',
  km: 'km',
  c: '°C',
  degc: '°C',
  celsius: '°C',
  degf: '°F',
  deg: '°',
  pct: '%',
  percent: '%',
  pa: 'Pa',
  hpa: 'hPa',
  kpa: 'kPa',
  bar: 'bar',
  mv: 'mV',
  v: 'V',
  volts: 'V',
  ma: 'mA',
  a: 'A',
  w: 'W',
  kw: 'kW',
  wh: 'Wh',
  lx: 'lx',
  lux: 'lx',
  ppm: 'ppm',
  ppb: 'ppb',
  db: 'dB',
  dbm: 'dBm',
  hz: 'Hz',
  rpm: 'rpm',
  g: 'g',
  kg: 'kg',
  l: 'l',
  ml: 'ml',
  ms: 'ms',
  s: 's',
  min: 'min',
  h: 'h',
  bytes: 'bytes',
  kb: 'kB',
};

/** More than these are counted and not shown. */
export const READINGS = 40;

export function readingsOf(said: Readonly<Record<string, unknown>>): Reading[] {
  return Object.entries(said)
    .filter(([key]) => !PLATFORM.has(key))
    .map(([key, value]) => readingOf(key, value))
    .sort((a, b) => rankOf(a) - rankOf(b) || compare(a.key, b.key));
}

function readingOf(key: string, value: unknown): Reading {
  const number = typeof value === 'number' && Number.isFinite(value) ? value : null;
  const { name, unit } = number === null ? { name: key, unit: undefined } : nameAndUnit(key);
  return {
    key,
    name: wordsOf(name, 32),
    number,
    text: number === null ? plainValue(value, 120) : figure(number),
    unit,
  };
}

/** The number that is worth a look before anybody chose one. */
export function firstNumber(readings: readonly Reading[]): Reading | undefined {
  return readings.find(({ key, number }) => number !== null && !WIRING.has(key));
}

/** MicroPython tells them in another order each time: measures first, then what only counts, then wiring. */
function rankOf({ key, number, unit }: Reading): number {
  if (WIRING.has(key)) return 4;
  if (number === null) return 3;
  if (/uptime|epoch|time/i.test(key)) return 2;
  // What feeds it is seldom what it is there for.
  if (/batt|supply|vcc|vbus|vsys/i.test(key)) return 1;
  return unit === undefined ? 1 : 0;
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Readable at a glance: thousands apart, no more digits than mean something, a real minus. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 1e9 || (size > 0 && size < 1e-3)
      ? value.toExponential(2)
      : value.toLocaleString('en', { maximumFractionDigits: size < 10 ? 3 : size < 1000 ? 2 : 1 });
  return text.replaceAll(',', '\u202f').replace('-', '−');
}

function nameAndUnit(key: string): { name: string; unit: string | undefined } {
  const at = key.lastIndexOf('_');
  const last = key.slice(at + 1).toLowerCase();
  if (at <= 0 || !Object.hasOwn(UNITS, last)) return { name: key, unit: undefined };
  return { name: key.slice(0, at), unit: UNITS[last] };
}

/** The app's own failure, when its platform tells of one: the last line says what, all of it says where. */
export function appErrorOf(
  said: Readonly<Record<string, unknown>>,
): { last: string; lines: string[] } | null {
  const error = said.app_error;
  if (typeof error !== 'string' || error.trim() === '') return null;
  const lines = error.slice(0, 4000).trimEnd().split('\n').slice(-20);
  return { last: plain(lines.at(-1) ?? '', 160), lines: lines.map((line) => plain(line, 160)) };
}
