/** What a chart has besides its lines. A canvas counts in device pixels, hence the ratio everywhere. */
import uPlot from 'uplot';
import { partsText } from '../text/parts.ts';
import type { Gap } from './chart-data.ts';

export interface EndOptions {
  readonly names: readonly string[];
  readonly live: boolean;
}

/** A token, as the canvas wants it. */
type Colour = (token: string) => string;

/** Where nobody was heard: a ground between two dashed lines, and how long it was. */
export function drawGaps(plot: uPlot, gaps: readonly Gap[], colour: Colour): void {
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
    ctx.font = `${12 * ratio}px ${colour('--sans')}`;
    ctx.fillStyle = colour('--ink-3');
    ctx.textBaseline = 'top';
    const fits = start - left > ctx.measureText(words).width + 8 * ratio;
    ctx.textAlign = fits ? 'right' : 'left';
    ctx.fillText(words, fits ? start - 6 * ratio : end + 6 * ratio, top + 2 * ratio);
  }
  ctx.restore();
}

/** The mark of now at the end of the first line, and the names at the ends of the further ones. */
export function drawEnds(plot: uPlot, options: EndOptions, colour: Colour): void {
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
      ctx.font = `${12 * ratio}px ${colour('--sans')}`;
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

function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const { chart } = partsText;
  if (seconds < 90) return chart.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? chart.minutes(minutes) : chart.hours(Math.round(minutes / 60));
}
