/**
 * One value over time: a line in ink on a hairline grid, a gap drawn as a gap with its words. A second series is dashed
 * and named at its end. No state colours, no area.
 *
 * For values that a device sends. Not for shares and counts, which are words and numbers. The drawing library is loaded
 * only when a chart is on the page.
 */
import { useEffect, useRef, useState } from 'react';
import { partsText } from '../text/parts.ts';
import css from './chart.module.css';
import { type ChartSeries, toColumns } from './chart-data.ts';
import type { ChartHandle } from './chart-drawing.ts';

export type { ChartPoint, ChartSeries } from './chart-data.ts';

export interface ChartProps {
  /** In words: "Distance over the last hour, 258 to 431 millimetres, now 417". */
  readonly label: string;
  /** The first one is the line; a second one is dashed. */
  readonly series: readonly ChartSeries[];
  readonly unit?: string | undefined;
  /** Milliseconds after which the device counts as silent. */
  readonly silence: number;
  /** Pixels. */
  readonly height?: number | undefined;
  /** Marks the last value, because it is of now. */
  readonly live?: boolean | undefined;
}

export function Chart({ label, series, unit = '', silence, height = 208, live = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<ChartHandle | null>(null);
  const [reading, setReading] = useState('');
  const names = series.map(({ name }) => name).join('\n');
  const empty = series.every(({ points }) => points.length === 0);

  useEffect(() => {
    if (empty) return;
    let made: ChartHandle | null = null;
    let gone = false;
    import('./chart-drawing.ts').then(
      ({ drawChart }) => {
        if (gone || box.current === null) return;
        made = drawChart(box.current, { names: names.split('\n'), height, unit, live, onRead: setReading });
        setHandle(made);
      },
      // It comes from the bench, which may have gone meanwhile. The values stand beside it all the same.
      () => setReading(partsText.chart.undrawn),
    );
    return () => {
      gone = true;
      made?.remove();
      setHandle(null);
    };
  }, [names, height, unit, live, empty]);

  useEffect(() => {
    handle?.show(toColumns(series, silence));
  }, [handle, series, silence]);

  return (
    <figure className={css.chart} aria-label={label}>
      <div ref={box} className={css.canvas} style={{ minHeight: height }} />
      <output className={css.reading}>{reading}</output>
      {empty && <p className={css.empty}>{partsText.chart.empty}</p>}
    </figure>
  );
}
