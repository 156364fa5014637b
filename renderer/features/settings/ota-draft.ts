/** Where the server listens, as it is typed, and what is wrong with it, by field. */
import { type OtaSettings, otaSettings } from '../../../preload/contract/settings.ts';
import { settingsText } from '../../text/settings.ts';
import type { Wrong } from './recipe-draft.ts';

export interface OtaDraft {
  readonly host: string;
  readonly port: string;
  /** Seconds between heartbeats; empty leaves it to the devices. */
  readonly seconds: string;
}

export function draftOf({ host, port, heartbeatIntervalMs }: OtaSettings): OtaDraft {
  return {
    host,
    port: `${port}`,
    seconds: heartbeatIntervalMs === null ? '' : `${heartbeatIntervalMs / 1000}`,
  };
}

export type ReadOta =
  | { readonly status: 'right'; readonly ota: OtaSettings }
  | { readonly status: 'wrong'; readonly wrong: Wrong<'port' | 'seconds'> };

export function readOta({ host, port, seconds }: OtaDraft): ReadOta {
  const text = settingsText.ota;
  const parsed = otaSettings.safeParse({
    host: host.trim(),
    port: numberOf(port) ?? Number.NaN,
    heartbeatIntervalMs: seconds.trim() === '' ? null : Math.round((numberOf(seconds) ?? Number.NaN) * 1000),
  });
  if (parsed.success) return { status: 'right', ota: parsed.data };
  const fields = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return {
    status: 'wrong',
    wrong: {
      ...(fields.has('port') ? { port: text.wrongPort } : {}),
      ...(fields.has('heartbeatIntervalMs') ? { seconds: text.wrongHeartbeat } : {}),
    },
  };
}

/** A decimal number and nothing else: not `0x10`, not an empty field. */
function numberOf(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}
