import { describe, expect, it } from 'vitest';
import { gapsOf, toColumns } from '../../../renderer/components/chart-data.ts';

const at = (...times: number[]) => times.map((time) => ({ at: time, value: time }));

describe('the data of a chart', () => {
  it('breaks the line where nobody was heard', () => {
    const { times, values, gaps } = toColumns([{ name: 'a', points: at(0, 10, 50, 60) }], 20);
    expect(gaps).toEqual([{ from: 10, to: 50 }]);
    expect(times).toEqual([0, 10, 30, 50, 60]);
    expect(values).toEqual([[0, 10, null, 50, 60]]);
  });

  it('has no gap at exactly the allowed silence, in one value or in none', () => {
    expect(gapsOf(at(0, 20, 40), 20)).toEqual([]);
    expect(gapsOf(at(0), 20)).toEqual([]);
    expect(toColumns([], 20)).toEqual({ times: [], values: [], gaps: [] });
  });

  it('keeps a second series whole between its own values, and broken where it was silent itself', () => {
    const { times, values } = toColumns(
      [
        { name: 'a', points: at(0, 5, 10, 15, 20, 25, 30, 35, 40) },
        { name: 'b', points: at(0, 10, 40) },
      ],
      20,
    );
    expect(times).toHaveLength(9);
    expect(values[1]).toEqual([0, 5, 10, null, null, null, null, null, 40]);
  });
});
