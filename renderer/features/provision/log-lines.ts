/** A job's log as lines of the page: what the board said, with the seconds since the job began, and who else spoke. */
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { LogLine } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';

const BAD = [
  /^boot: (refused|offline|no-ota|error)\b/,
  /^boot: ap .* reason=(wrong-password|no-network|no-address)/,
  /^Traceback /,
  /^[A-Za-z]*(Error|Exception): /,
];
const TURN = /^boot: (start|wifi connected|update|hotfix|restart|up to date)\b/;

/** Whose lines are looked at. */
export type Speakers = 'board' | 'all';

export function logLines(
  { log, startedAt, state }: Pick<JobSnapshot, 'log' | 'startedAt' | 'state'>,
  speakers: Speakers,
): LogLine[] {
  const lines: (LogLine & { mark: LogLine['mark'] })[] = [];
  let at = 0;
  let among = 0;
  for (const line of log) {
    among = line.at === at ? among + 1 : 0;
    at = line.at;
    const ours = line.speaker === 'bench';
    if (ours && speakers === 'board') continue;
    // Many lines may come in one millisecond; an id stays the line's own when older ones are dropped.
    lines.push({
      id: line.at * 1000 + among,
      time: seconds(line.at - startedAt),
      text: line.text,
      by: speakers === 'all' ? provisionText.aside.speakers[line.speaker] : undefined,
      mark: ours ? 'quiet' : markOf(line.text),
    });
  }
  if (state.status === 'failed') {
    const last = lines.findLast(({ mark }) => mark === 'bad');
    if (last !== undefined) last.mark = 'matters';
  }
  return lines;
}

/** What the board said last, of its own lines, where the failure does not say it already. */
export function lastSaid(lines: readonly LogLine[], { code, params }: FailureData): string | undefined {
  // Who went away said nothing about it.
  if (code.startsWith('port-')) return undefined;
  const text = lines.at(-1)?.text;
  const told = Object.values(params).some(
    (value) => typeof value === 'string' && value !== '' && text?.includes(value),
  );
  return told ? undefined : text;
}

/** The address that the board said it has, in its last boot. */
export function joinedAs({ log }: Pick<JobSnapshot, 'log'>): string | undefined {
  for (const { speaker, text } of log.toReversed()) {
    if (speaker !== 'board') continue;
    const ip = /^boot: wifi connected (\d{1,3}(?:\.\d{1,3}){3})\b/.exec(text)?.[1];
    if (ip !== undefined) return ip;
  }
  return undefined;
}

function markOf(text: string): LogLine['mark'] {
  if (BAD.some((pattern) => pattern.test(text))) return 'bad';
  return TURN.test(text) ? 'strong' : undefined;
}

/** "09.94": seconds since the job began. */
function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(2).padStart(5, '0');
}
