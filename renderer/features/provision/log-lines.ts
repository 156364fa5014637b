/** The board's side of a job's log: what it said, with the seconds since the job began. The bench's own lines stay out. */
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { LogLine } from '../../components/index.ts';
import { announced } from './phases.ts';

const OWN = new Set(['the job was cancelled', 'the bench is closing']);
/** A failure as the runner notes it: its code, then its parameters. */
const FAILURE = /^[a-z]+(-[a-z]+)* \{.*\}$/;
const BAD = [
  /^boot: (refused|offline|no-ota|error)\b/,
  /^boot: ap .* reason=(wrong-password|no-network|no-address)/,
  /^Traceback /,
  /^[A-Za-z]*(Error|Exception): /,
  /^because: /,
];
const TURN = /^boot: (start|wifi connected|update|hotfix|restart|up to date)\b/;

export function boardLines({
  log,
  startedAt,
  state,
}: Pick<JobSnapshot, 'log' | 'startedAt' | 'state'>): LogLine[] {
  const lines: { id: number; time: string; text: string; mark: LogLine['mark'] }[] = [];
  let at = 0;
  let among = 0;
  for (const line of log) {
    among = line.at === at ? among + 1 : 0;
    at = line.at;
    if (isOwn(line.text)) continue;
    // Many lines may come in one millisecond; an id stays the line's own when older ones are dropped.
    lines.push({
      id: line.at * 1000 + among,
      time: seconds(line.at - startedAt),
      text: line.text,
      mark: markOf(line.text),
    });
  }
  if (state.status === 'failed') {
    const last = lines.findLast(({ mark }) => mark === 'bad');
    if (last !== undefined) last.mark = 'matters';
  }
  return lines;
}

/** What the board said last, where the failure does not say it already. */
export function lastSaid(lines: readonly LogLine[], { code, params }: FailureData): string | undefined {
  // Who went away said nothing about it.
  if (code.startsWith('port-')) return undefined;
  const text = lines.findLast((line) => !line.text.startsWith('because: '))?.text;
  const told = Object.values(params).some(
    (value) => typeof value === 'string' && value !== '' && text?.includes(value),
  );
  return told ? undefined : text;
}

/** The address that the board said it has, in its last boot. */
export function joinedAs({ log }: Pick<JobSnapshot, 'log'>): string | undefined {
  for (const { text } of log.toReversed()) {
    const ip = /^boot: wifi connected (\d{1,3}(?:\.\d{1,3}){3})\b/.exec(text)?.[1];
    if (ip !== undefined) return ip;
  }
  return undefined;
}

function isOwn(text: string): boolean {
  return OWN.has(text) || announced(text) !== undefined || FAILURE.test(text);
}

function markOf(text: string): LogLine['mark'] {
  if (BAD.some((pattern) => pattern.test(text))) return 'bad';
  return TURN.test(text) ? 'strong' : undefined;
}

/** "09.94": seconds since the job began. */
function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(2).padStart(5, '0');
}
