/**
 * The drawing of a chart, by uPlot, in our colours. They are read from the tokens at each drawing, so a change between
 * light and dark needs only another drawing.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartColumns, Gap } from './chart-data.ts';
import { drawEnds, drawGaps, type EndOptions } from './chart-marks.ts';

export interface ChartHandle {
  show(columns: ChartColumns): void;
  remove(): void;
}

export interface DrawingOptions extends EndOptions {
  readonly height: number;
  readonly unit: string;
  /** Told what the line says under the pointer; empty when the pointer is elsewhere. */
  readonly onRead: (reading: string) => void;
}

const SECOND = 1000;
const DASH = [4, 4];

export function drawChart(box: HTMLElement, options: DrawingOptions): ChartHandle {
  let gaps: readonly Gap[] = [];
  const colour = (token: string) => getComputedStyle(box).getPropertyValue(token).trim();
  const font = () => `12px ${colour('--sans')}`;

  const axis: uPlot.Axis = {
    stroke: () => colour('--ink-3'),
    font: font(),
    ticks: { stroke: () => colour('--edge'), width: 1, size: 5 },
    border: { show: false },
  };
  const line = (name: string, place: number): uPlot.Series => ({
    label: name,
    stroke: () => colour(place === 0 ? '--ink' : '--ink-2'),
    width: 1.6,
    points: { show: false },
    spanGaps: false,
    ...(place === 0 ? {} : { dash: DASH }),
  });

  const plot = new uPlot(
    {
      width: box.clientWidth || 600,
      height: options.height,
      ms: 1,
      padding: [12, options.names.length > 1 ? 64 : 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        // The line of the pointer stands on a value, as its dot does.
        move: (self, left, top) => [atValue(self, left), top],
        drag: { x: false, y: false },
        points: { size: 9, width: 2, stroke: () => colour('--ink'), fill: () => colour('--panel') },
      },
      scales: { y: { range: (_plot, min, max) => roomy(min, max) } },
      axes: [
        { ...axis, grid: { show: false }, size: 28, space: 80, values: (_plot, splits) => clock(splits) },
        {
          ...axis,
          grid: { stroke: () => colour('--line'), width: 1 },
          ticks: { show: false },
          size: 44,
          gap: 8,
          space: 40,
        },
      ],
      series: [{}, ...options.names.map(line)],
      hooks: {
        drawClear: [(self) => drawGaps(self, gaps, colour)],
        draw: [(self) => drawEnds(self, options, colour)],
        setCursor: [(self) => options.onRead(readingAt(self, options.unit))],
      },
    },
    [[], ...options.names.map(() => [])],
    box,
  );

  const width = new ResizeObserver(() => {
    if (box.clientWidth > 0) plot.setSize({ width: box.clientWidth, height: options.height });
  });
  width.observe(box);
  const themed = box.closest('[data-mantine-color-scheme]');
  const theme = new MutationObserver(() => plot.redraw(false, true));
  if (themed !== null) theme.observe(themed, { attributeFilter: ['data-mantine-color-scheme'] });
  // Before the font is there its digits have another width.
  document.fonts?.ready.then(() => plot.redraw(false, true));

  return {
    show(columns) {
      gaps = columns.gaps;
      plot.setData([columns.times, ...columns.values]);
    },
    remove() {
      width.disconnect();
      theme.disconnect();
      plot.destroy();
    },
  };
}

/** A little more than from the least to the greatest value, ending at round numbers. */
function roomy(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1];
  const [low, high] = uPlot.rangeNum(min, max, 0.1, true);
  return [low ?? min, high ?? max];
}

function clock(times: readonly number[]): string[] {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const days = last - first > 36 * 3600 * SECOND;
  const show = new Intl.DateTimeFormat('en-GB', days ? { day: 'numeric', month: 'short' } : CLOCK);
  return times.map((time) => show.format(time));
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

function readingAt(plot: uPlot, unit: string): string {
  const place = plot.cursor.idx;
  if (place === null || place === undefined || (plot.cursor.left ?? -1) < 0) return '';
  const time = plot.data[0][place];
  const values = plot.data.slice(1).map((column) => column[place]);
  if (time === undefined || values.every((value) => value === null || value === undefined)) return '';
  const shown = values.map((value) => (value === null || value === undefined ? '–' : round(value)));
  return `${new Intl.DateTimeFormat('en-GB', { ...CLOCK, second: '2-digit' }).format(time)}  ${shown.join(', ')} ${unit}`;
}

/** The place of the value that is nearest to a place; outside stays outside. */
function atValue(plot: uPlot, left: number): number {
  const time = left < 0 ? undefined : plot.data[0][plot.posToIdx(left)];
  return time === undefined ? left : plot.valToPos(time, 'x');
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
