/**
 * The drawing of a chart, by uPlot, in our colours. They are read from the tokens at each drawing, so a change between
 * light and dark needs only another drawing.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartColumns, Gap } from './chart-data.ts';
import { drawEnds, drawGaps, type EndOptions } from './chart-marks.ts';
import { TIME_STEPS, timeLabels, timeSpace, valueLabels } from './chart-ticks.ts';

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

const DASH = [4, 4];
/** Pixels between a label of the values and the line. */
const LABEL_GAP = 8;
/** Pixels right of the line: half of the last label of time, or the names at the ends. */
const RIGHT = 32;
const RIGHT_WITH_NAMES = 72;

export function drawChart(box: HTMLElement, options: DrawingOptions): ChartHandle {
  let gaps: readonly Gap[] = [];
  const colour = (token: string) => getComputedStyle(box).getPropertyValue(token).trim();
  const font = () => `12px ${colour('--sans')}`;
  /** In CSS pixels; the context itself counts in those of the device. */
  const widthOf = ({ ctx }: uPlot, labels: readonly string[]) => {
    ctx.save();
    ctx.font = font();
    const widest = Math.max(0, ...labels.map((label) => ctx.measureText(label).width));
    ctx.restore();
    return Math.ceil(widest);
  };

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
      padding: [12, options.names.length > 1 ? RIGHT_WITH_NAMES : RIGHT, 0, 0],
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
        {
          ...axis,
          grid: { show: false },
          size: 28,
          incrs: [...TIME_STEPS],
          space: (_plot, _axis, min, max) => timeSpace(max - min),
          values: (_plot, splits, _axis, _space, step) => timeLabels(splits, step),
        },
        {
          ...axis,
          grid: { stroke: () => colour('--line'), width: 1 },
          ticks: { show: false },
          // As wide as its labels; the first time it is asked before there are any.
          size: (plot, labels) => widthOf(plot, labels ?? []) + LABEL_GAP,
          gap: LABEL_GAP,
          space: 40,
          values: (_plot, splits, _axis, _space, step) => valueLabels(splits, step),
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

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

function readingAt(plot: uPlot, unit: string): string {
  const place = plot.cursor.idx;
  if (place === null || place === undefined || (plot.cursor.left ?? -1) < 0) return '';
  const time = plot.data[0][place];
  const values = plot.data.slice(1).map((column) => column[place]);
  if (time === undefined || values.every((value) => value === null || value === undefined)) return '';
  const shown = values.map((value) => (value === null || value === undefined ? '–' : round(value)));
  return `${new Intl.DateTimeFormat('en-GB', CLOCK).format(time)}  ${shown.join(', ')} ${unit}`;
}

/** The place of the value that is nearest to a place; outside stays outside. */
function atValue(plot: uPlot, left: number): number {
  const time = left < 0 ? undefined : plot.data[0][plot.posToIdx(left)];
  return time === undefined ? left : plot.valToPos(time, 'x');
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
