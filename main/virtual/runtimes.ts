/** Which MicroPython a virtual board says it runs. What each lacks is in `port/`, by version; how it takes sources is here. */
import type { BoardKind } from '../../preload/contract/models.ts';
import type { RawPaste, RuntimeVersion } from './vm/messages.ts';

/** Port and version, as boards in the field have them. */
export type RuntimeName =
  | 'rp2-1.20'
  | 'rp2-1.24'
  | 'rp2-1.27'
  | 'esp32-1.13'
  | 'esp32-1.20'
  | 'esp32-1.23'
  | 'esp32-1.27';

/** MICROPY_REPL_STDIN_BUFFER_MAX / 2 on rp2 and esp32, from 1.14 on. */
const USUAL_PASTE: RawPaste = { answer: 'window', window: 128 };

type Runtime = Omit<RuntimeVersion, 'rawPaste'> & { readonly kind: BoardKind };

const RUNTIMES: Record<RuntimeName, Runtime> = {
  'rp2-1.20': { kind: 'pico', version: '1.20.0', date: '2023-04-26' },
  'rp2-1.24': { kind: 'pico', version: '1.24.1', date: '2024-11-29' },
  'rp2-1.27': { kind: 'pico', version: '1.27.0', date: '2025-12-09' },
  'esp32-1.13': { kind: 'esp32', version: '1.13.0', date: '2020-09-02' },
  'esp32-1.20': { kind: 'esp32', version: '1.20.0', date: '2023-04-26' },
  'esp32-1.23': { kind: 'esp32', version: '1.23.0', date: '2024-06-02' },
  'esp32-1.27': { kind: 'esp32', version: '1.27.0', date: '2025-12-09' },
};

const USUAL: Record<BoardKind, RuntimeName> = { pico: 'rp2-1.27', esp32: 'esp32-1.27' };

/**
 * @param rawPaste how it takes sources, instead of the usual way of that version
 * @throws RangeError for a runtime of another kind
 */
export function runtimeOf(
  kind: BoardKind,
  name: RuntimeName = USUAL[kind],
  rawPaste?: RawPaste,
): RuntimeVersion {
  const { version, date, kind: its } = RUNTIMES[name];
  if (its !== kind) throw new RangeError(`${name} does not run on ${kind}`);
  const usual: RawPaste = Number(version.split('.')[1]) < 14 ? { answer: 'unknown' } : USUAL_PASTE;
  return { version, date, rawPaste: rawPaste ?? usual };
}
