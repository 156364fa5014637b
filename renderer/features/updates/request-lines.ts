/** What the server was asked, as lines of a log. */
import type { OtaEvent } from '../../../preload/contract/ota.ts';
import type { LogLine } from '../../components/index.ts';

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Requests only, with what each meant where the server said so. Oldest first. */
export function requestLines(events: readonly OtaEvent[]): LogLine[] {
  const lines: LogLine[] = [];
  for (const event of events) {
    if (event.type !== 'request') continue;
    const who = event.deviceId?.slice(-4) ?? '    ';
    const path = event.path.replace(/\?.*$/, '').slice(0, 48);
    lines.push({
      id: event.id,
      time: time.format(event.at),
      text: `${who} ${event.method.padEnd(4)} ${path.padEnd(16)} ${event.status}`,
      ...(event.status >= 400 ? { mark: 'bad' as const } : {}),
    });
  }
  return lines;
}
