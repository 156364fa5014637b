/** What a chart draws, worked out apart from the drawing: one time axis for all series, and where nobody was heard. */

export interface ChartPoint {
  /** Unix milliseconds. */
  readonly at: number;
  readonly value: number;
}

export interface ChartSeries {
  readonly name: string;
  /** In the order of time. */
  readonly points: readonly ChartPoint[];
}

/** A time without values, from the last one before it to the first one after it. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface ChartColumns {
  readonly times: number[];
  /** One column a series; null where it has no value, which breaks its line. */
  readonly values: (number | null)[][];
  readonly gaps: readonly Gap[];
}

/** `silence`: milliseconds after which two values of the first series are no longer joined. */
export function toColumns(series: readonly ChartSeries[], silence: number): ChartColumns {
  const gaps = gapsOf(series[0]?.points ?? [], silence);
  const times = new Set<number>();
  for (const { points } of series) for (const { at } of points) times.add(at);
  // A moment inside each gap, at which no series has a value, so that the line is broken there.
  for (const { from, to } of gaps) times.add(from + Math.floor((to - from) / 2));
  const sorted = [...times].sort((a, b) => a - b);
  const values = series.map(({ points }, place) => {
    const known = new Map(points.map(({ at, value }) => [at, value]));
    const column = sorted.map((at) => known.get(at) ?? null);
    return place === 0 ? column : bridged(column, sorted, silence);
  });
  return { times: sorted, values, gaps };
}

export function gapsOf(points: readonly ChartPoint[], silence: number): Gap[] {
  return points.flatMap(({ at }, index) => {
    const before = points[index - 1];
    return before !== undefined && at - before.at > silence ? [{ from: before.at, to: at }] : [];
  });
}

/** Between two values of a further series that are not far apart, the moments of the others count as on its line. */
function bridged(column: readonly (number | null)[], times: readonly number[], silence: number) {
  const whole = [...column];
  let last = -1;
  for (const [index, value] of column.entries()) {
    if (value === null) continue;
    const [from, to] = [times[last] ?? Number.NEGATIVE_INFINITY, times[index] ?? 0];
    const start = column[last] ?? value;
    if (last >= 0 && to - from <= silence) {
      for (let at = last + 1; at < index; at += 1) {
        const part = ((times[at] ?? from) - from) / (to - from);
        whole[at] = start + (value - start) * part;
      }
    }
    last = index;
  }
  return whole;
}
