/** The report of a run, in Markdown: to be read on a terminal, and pasted into an issue. */
import type { Rate } from './rates.ts';
import { kB, type Subject } from './subject.ts';

export interface Result {
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'skip';
  readonly ms: number;
  /** The first line of what went wrong. */
  readonly why: string;
}

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly duration?: number | null;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

const OUTCOMES: Readonly<Record<string, Result['outcome']>> = { passed: 'pass', failed: 'fail' };

/** Of Vitest's report; a suite that failed before its tests is one failure. */
export function resultsOf(json: string): Result[] {
  const report: Report = JSON.parse(json);
  return report.testResults.flatMap(({ message, assertionResults }) => {
    const all = assertionResults.map(
      (test): Result => ({
        // The first title is the whole suite's.
        name: [...test.ancestorTitles.slice(1), test.title].join(' › '),
        outcome: OUTCOMES[test.status] ?? 'skip',
        ms: test.duration ?? 0,
        why: firstLine(test.failureMessages?.[0]),
      }),
    );
    if (message === undefined || message === '' || all.some(({ outcome }) => outcome === 'fail')) return all;
    return [...all, { name: 'before the tests', outcome: 'fail', ms: 0, why: firstLine(message) } as const];
  });
}

export function table(
  subject: Subject | undefined,
  rates: readonly Rate[],
  results: readonly Result[],
): string {
  const count = (outcome: Result['outcome']) => results.filter((one) => one.outcome === outcome).length;
  const skipped = count('skip');
  return [
    '## Bootbench: serial suite on a board',
    '',
    ...rows(
      ['', ''],
      [...(subject ?? [])].map(([name, value]) => [name, value]),
    ),
    '',
    ...rows(
      ['transfer', 'bytes', 'ms', 'rate'],
      rates.map(({ what, bytes, ms }) => [
        what,
        String(bytes),
        ms.toFixed(0),
        `${kB((bytes / ms) * 1000)}/s`,
      ]),
    ),
    '',
    ...rows(
      ['test', 'result', 'ms'],
      results.map(({ name, outcome, ms, why }) => [
        why === '' ? name : `${name}: ${why}`,
        outcome === 'fail' ? 'FAIL' : outcome,
        ms.toFixed(0),
      ]),
    ),
    '',
    `${count('pass')} passed, ${count('fail')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    '',
  ].join('\n');
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...body.map(line)];
}

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n')[0]?.trim() ?? '';
}
