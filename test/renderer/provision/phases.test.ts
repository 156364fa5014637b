import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PROVISION_PHASES } from '../../../main/provisioning/index.ts';
import {
  announced,
  PHASES,
  phaseStarts,
  spanOf,
  stepMs,
} from '../../../renderer/features/provision/phases.ts';
import { provisionText } from '../../../renderer/text/provision.ts';
import { DONE, jobCalled } from '../stores/samples.ts';

const line = (at: number, text: string) => ({ at, speaker: 'bench' as const, text });

describe('the phases of the job', () => {
  it('are those of the bench, in its order and with its weights', () => {
    expect(PHASES.map(({ name, weight }) => ({ name, weight }))).toEqual(PROVISION_PHASES);
  });

  it('are announced as the bench announces them', async () => {
    const source = await readFile(
      new URL('../../../main/provisioning/provision.ts', import.meta.url),
      'utf8',
    );
    for (const { name } of PHASES) {
      const said = new RegExp(`phase\\('${name}', ['\`](.*)['\`]\\)`).exec(source)?.[1];
      const text = (said ?? '').replace(/\$\{.*?\}/g, 'Bench');
      expect(announced({ speaker: 'bench', text }), `${name}: ${said}`).toBe(name);
    }
  });

  it('have a reason each, and words for who cancels there', () => {
    for (const { name } of PHASES) {
      expect(provisionText.phases[name]).toBeDefined();
      expect(provisionText.cancelled.on[name]).toBeDefined();
    }
  });

  it('fill the whole, one after the other', () => {
    expect(spanOf('identify')).toEqual({ from: 0, to: 0.05 });
    expect(spanOf('write')).toEqual({ from: 0.05, to: 0.35 });
    expect(spanOf('passport')?.to).toBe(1);
    expect(spanOf('dance')).toBeUndefined();
  });
});

describe('when phases began', () => {
  const log = [
    line(1000, 'Asking the board what it is'),
    line(1200, 'Writing the firmware'),
    line(1300, 'Writing the firmware'),
    line(1400, 'Asking the board what it is'),
    line(3000, 'Restarting the board'),
    line(3500, 'Bringing the board to Hall 3'),
    { at: 3600, speaker: 'board' as const, text: 'Making the device blink' },
  ];

  it('is read from the log, each once and never backwards, whatever a board says', () => {
    expect(phaseStarts({ log })).toEqual([
      { name: 'identify', at: 1000 },
      { name: 'write', at: 1200 },
      { name: 'restart', at: 3000 },
      { name: 'wifi', at: 3500 },
    ]);
  });

  it('gives the time of a step, of several phases too, up to now while it runs', () => {
    const job = jobCalled('a', { log });
    expect([0, 1, 2, 3].map((step) => stepMs(job, step as 0, 5000))).toEqual([200, 1800, 2000, undefined]);
    expect(stepMs({ ...job, state: DONE }, 2, 99_000)).toBe(600);
  });
});
