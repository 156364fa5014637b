/** The five figures at the top of a device's page. */
import { type Figure, signalLevel } from '../../components/index.ts';
import { devicesText, deviceText } from '../../text/devices.ts';
import { plain } from './plain.ts';
import { numberOf, type Said } from './said.ts';
import { figure, type Reading } from './telemetry.ts';

export interface FigureSources {
  readonly said: Said;
  readonly chosen: Reading | undefined;
  /** Bytes; the least while the page was open. */
  readonly leastMemory: number | null;
  readonly heartbeatAt: number | null;
  readonly beatMs: number | null;
  readonly now: number;
}

export function figuresOf(sources: FigureSources): Figure[] {
  const { said, chosen, leastMemory, heartbeatAt, beatMs, now } = sources;
  const text = deviceText.figures;
  const rssi = numberOf(said.values, 'rssi');
  const memory = numberOf(said.values, 'free_mem');
  const uptime = numberOf(said.values, 'uptime_ms');
  const booted = numberOf(said.values, 'boot_epoch');
  const { status } = said.values;
  return [
    chosen === undefined
      ? { name: text.noNumber, value: null, note: text.noNumberNote }
      : {
          name: chosen.name,
          value: chosen.text,
          unit: chosen.unit,
          note: typeof status === 'string' ? plain(status, 40) : '',
        },
    {
      name: text.signal,
      value: rssi === null ? null : figure(rssi),
      unit: 'dBm',
      note: rssi === null ? '' : text.signalNotes[signalLevel(rssi)],
    },
    {
      name: text.memory,
      ...amountOf(memory),
      note: leastMemory === null ? '' : text.least(Object.values(amountOf(leastMemory)).join(' ')),
    },
    {
      name: text.up,
      ...upFor(uptime === null ? null : uptime + sinceSaid(said, now)),
      note: booted !== null && booted > 1e9 ? text.booted(clock(booted * 1000)) : '',
    },
    {
      name: text.heartbeat,
      ...sinceBeat(heartbeatAt, now),
      note: beatMs === null ? text.ownBeat : text.beat(devicesText.span(beatMs)),
    },
  ];
}

/** Bytes in kB as long as they are few, as on any board. */
function amountOf(bytes: number | null): Pick<Figure, 'value' | 'unit'> {
  if (bytes === null) return { value: null };
  const kB = Math.round(bytes / 1024);
  return kB < 10_000
    ? { value: figure(kB), unit: 'kB' }
    : { value: figure(Math.round(kB / 1024)), unit: 'MB' };
}

/** A device that was heard a moment ago has been up for that moment longer; of an old answer nobody knows. */
function sinceSaid(said: Said, now: number): number {
  return said.from === 'status' && said.age === 'fresh' ? Math.max(0, now - said.at) : 0;
}

function upFor(ms: number | null): Pick<Figure, 'value' | 'unit'> {
  const text = deviceText.figures;
  if (ms === null || ms < 0) return { value: null };
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return { value: `${minutes}:${two((ms / 1000) % 60)}`, unit: text.minutes };
  if (minutes < 48 * 60)
    return { value: `${Math.floor(minutes / 60)}:${two(minutes % 60)}`, unit: text.hours };
  return { value: figure(Math.floor(minutes / 1440)), unit: text.days };
}

function sinceBeat(at: number | null, now: number): Pick<Figure, 'value' | 'unit'> {
  if (at === null) return { value: null };
  const [value = '', ...unit] = devicesText.span(now - at).split(' ');
  return { value, unit: `${unit.join(' ')} ago` };
}

export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function clockSeconds(at: number): string {
  return `${clock(at)}:${two(new Date(at).getSeconds())}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
