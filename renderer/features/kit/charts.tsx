/** A value over an hour with a silence in it, and two of them. */
import { useMemo, useState } from 'react';
import { Chart, Panel, Segments } from '../../components/index.ts';
import { Pair, Section } from './section.tsx';

const MINUTE = 60_000;
const END = new Date(2026, 9, 14, 10, 46).getTime();

/** The same wave at each start, so that two screenshots are equal. */
function wave(name: string, base: number, depth: number, gap: boolean, every = MINUTE / 2) {
  const points = Array.from({ length: 120 }, (_, index) => {
    const at = END - (119 - index) * every;
    const dip = depth * Math.exp(-(((index - 70) / 9) ** 2));
    return { at, value: base - dip + base * (0.015 * Math.sin(index * 1.7) + 0.01 * Math.sin(index * 0.61)) };
  });
  return { name, points: gap ? points.filter((_, index) => index < 36 || index > 40) : points };
}

export function Charts() {
  const [span, setSpan] = useState<'1 h' | '24 h'>('1 h');
  const one = useMemo(() => [wave('Distance', 410, 150, true)], []);
  const two = useMemo(() => [wave('inside', 24, 3, false), wave('outside', 12, 1, false)], []);
  const short = useMemo(() => [wave('Free memory', 118_234_112, 900, false, 400)], []);
  return (
    <Section name="Chart">
      <Panel
        title="Distance, mm"
        actions={
          <Segments
            label="Time"
            value={span}
            onChange={setSpan}
            options={(['1 h', '24 h'] as const).map((value) => ({ value, label: value }))}
          />
        }
      >
        <Chart
          label="Distance over the last hour, 258 to 431 millimetres, now 417"
          series={one}
          unit="mm"
          silence={90_000}
          live
        />
      </Panel>
      <Pair>
        <Panel title="Temperature, °C">
          <Chart
            label="Temperature, inside and outside"
            series={two}
            unit="°C"
            silence={90_000}
            height={160}
          />
        </Panel>
        <Panel title="Free memory, bytes, in 48 s">
          <Chart
            label="Free memory over 48 seconds"
            series={short}
            unit="bytes"
            silence={90_000}
            height={160}
          />
        </Panel>
        <Panel title="Nothing">
          <Chart label="No values" series={[]} silence={90_000} height={160} />
        </Panel>
      </Pair>
    </Section>
  );
}
