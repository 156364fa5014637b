/** What the server was asked, as lines of a log. */
import type { OtaEvent } from '../../../preload/contract/ota.ts';
import type { LogLine } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';

/** Lines that are shown; the records have them all. */
const LINES = 200;

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
/** An event never changes: neither does its line, and the page need not look at it again. */
const lines = new WeakMap<OtaEvent, LogLine>();

/** The last requests, with what each meant where the server said so. Oldest first. */
export function requestLines(events: readonly OtaEvent[]): LogLine[] {
  const meant = new Map<string, string>();
  const found: LogLine[] = [];
  for (const event of events) {
    // The server says what a request meant before it says that it has answered it.
    if (event.type === 'boot') meant.set(event.deviceId, meaningOf(event));
    else if (event.type === 'hotfix') meant.set(event.deviceId, updatesText.requests.hotfix[event.outcome]);
    else if (event.type === 'request') {
      const known = lines.get(event);
      const line = known ?? lineOf(event, meant.get(event.deviceId ?? ''));
      if (known === undefined) lines.set(event, line);
      meant.delete(event.deviceId ?? '');
      found.push(line);
    }
  }
  return found.slice(-LINES);
}

type EventOf<T extends OtaEvent['type']> = Extract<OtaEvent, { type: T }>;

function meaningOf({ outcome, names, removed }: EventOf<'boot'>): string {
  const text = updatesText.requests.boot;
  return outcome === 'offered' ? text.offered(names.length + removed.length) : text[outcome];
}

function lineOf(event: EventOf<'request'>, meaning = ''): LogLine {
  const who = event.deviceId?.slice(-4) ?? '    ';
  const path = event.path
    .replace(/\?.*$/, '')
    .replace(/^\/iot(?=\/)/, '')
    .slice(0, 48);
  return {
    id: event.id,
    time: time.format(event.at),
    text: `${who} ${event.method.padEnd(4)} ${path.padEnd(10)} ${event.status} ${meaning}`.trimEnd(),
    ...(event.status >= 400 ? { mark: 'bad' as const } : {}),
  };
}
