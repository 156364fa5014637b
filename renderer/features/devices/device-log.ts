/** A device's log as lines: the time at the start apart from what was said. */
import type { LogLine } from '../../components/index.ts';
import { plain } from './plain.ts';

/** What one may ask for. */
export const LOG_LENGTHS = ['50', '200', '1000'] as const;
export type LogLength = (typeof LOG_LENGTHS)[number];

const LINE = 500;
const CLOCK = /^(?:\d{4}-\d\d-\d\d[ T])?(\d\d:\d\d:\d\d)Z?\s+/;
/** Before its clock is set, a device counts seconds from its start. */
const COUNTED = /^(\+\d+(?:\.\d+)?s)\s+/;

export function linesOfLog(text: string): LogLine[] {
  const lines = text.slice(-200_000).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, id) => {
    const time = CLOCK.exec(line) ?? COUNTED.exec(line);
    const said = plain(time === null ? line : line.slice(time[0].length), LINE);
    return { id, text: said, ...(time === null ? {} : { time: time[1] }), ...markOf(said) };
  });
}

/** The log that tells most about what a device does now. */
export function firstLog(names: readonly string[]): string | undefined {
  return (
    names.find((name) => name === 'platform_log.txt') ??
    names.find((name) => name === 'boot_log.txt') ??
    names[0]
  );
}

function markOf(line: string): Pick<LogLine, 'mark'> {
  if (/^(error|refused|Traceback)\b|^\w*(Error|Exception)\b/.test(line)) return { mark: 'bad' };
  return {};
}
