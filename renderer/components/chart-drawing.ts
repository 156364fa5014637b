/**
 * The drawing of a chart, by uPlot, in our colours. They are read from the tokens at each drawing, so a change between
 * light and dark needs only another drawing.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { partsText } from '../text/parts.ts';
import type { ChartColumns, Gap } from './chart-data.ts';

export interface ChartHandle {
  show(columns: ChartColumns): void;
  remove(): void;
}

export interface DrawingOptions {
  readonly names: readonly string[];
  readonly height: number;
  readonly unit: string;
  readonly live: boolean;
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
        drawClear: [(self) => drawGaps(self, gaps, colour, font())],
        draw: [(self) => drawEnds(self, options, colour, font())],
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

type Colour = (token: string) => string;

function drawGaps(plot: uPlot, gaps: readonly Gap[], colour: Colour, font: string): void {
  const { ctx } = plot;
  const { top, height, left } = plot.bbox;
  const ratio = uPlot.pxRatio;
  ctx.save();
  for (const { from, to } of gaps) {
    const start = plot.valToPos(from, 'x', true);
    const end = plot.valToPos(to, 'x', true);
    ctx.fillStyle = colour('--inset');
    ctx.fillRect(start, top, end - start, height);
    ctx.strokeStyle = colour('--line-2');
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    for (const x of [start, end]) {
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
    }
    ctx.stroke();
    const words = partsText.chart.silent(span(to - from));
    ctx.font = scaled(font, ratio);
    ctx.fillStyle = colour('--ink-3');
    ctx.textBaseline = 'top';
    const fits = start - left > ctx.measureText(words).width + 8 * ratio;
    ctx.textAlign = fits ? 'right' : 'left';
    ctx.fillText(words, fits ? start - 6 * ratio : end + 6 * ratio, top + 2 * ratio);
  }
  ctx.restore();
}

/** The mark of now at the end of the first line, and the names at the ends of the further ones. */
function drawEnds(plot: uPlot, options: DrawingOptions, colour: Colour, font: string): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.setLineDash([]);
  options.names.forEach((name, place) => {
    const end = lastOf(plot, place + 1);
    if (end === null) return;
    const x = plot.valToPos(end.at, 'x', true);
    const y = plot.valToPos(end.value, 'y', true);
    if (place === 0 && options.live) {
      ctx.strokeStyle = colour('--accent-text');
      ctx.fillStyle = colour('--panel');
      ctx.lineWidth = ratio;
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
      ctx.lineWidth = 2 * ratio;
      ctx.beginPath();
      ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    }
    if (options.names.length > 1) {
      ctx.font = scaled(font, ratio);
      ctx.fillStyle = colour(place === 0 ? '--ink' : '--ink-2');
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      ctx.fillText(name, x + 8 * ratio, y);
    }
  });
  ctx.restore();
}

function lastOf(plot: uPlot, column: number): { readonly at: number; readonly value: number } | null {
  const values = plot.data[column] ?? [];
  for (let place = values.length - 1; place >= 0; place -= 1) {
    const [at, value] = [plot.data[0][place], values[place]];
    if (typeof value === 'number' && at !== undefined) return { at, value };
  }
  return null;
}

/** Canvas text is in device pixels. */
function scaled(font: string, ratio: number): string {
  return font.replace('12px', `${12 * ratio}px`);
}

function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / SECOND);
  const { chart } = partsText;
  if (seconds < 90) return chart.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? chart.minutes(minutes) : chart.hours(Math.round(minutes / 60));
}
