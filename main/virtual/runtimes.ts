/** Which MicroPython a virtual board says it runs. What each lacks is in `port/`, by version. */
import type { BoardKind } from '../../preload/contract/models.ts';
import type { RuntimeVersion } from './vm/messages.ts';

/** Port and version, as boards in the field have them. */
export type RuntimeName = 'rp2-1.24' | 'rp2-1.27' | 'esp32-1.23' | 'esp32-1.27';

const RUNTIMES: Record<RuntimeName, RuntimeVersion & { readonly kind: BoardKind }> = {
  'rp2-1.24': { kind: 'pico', version: '1.24.1', date: '2024-11-29' },
  'rp2-1.27': { kind: 'pico', version: '1.27.0', date: '2025-12-09' },
  'esp32-1.23': { kind: 'esp32', version: '1.23.0', date: '2024-06-02' },
  'esp32-1.27': { kind: 'esp32', version: '1.27.0', date: '2025-12-09' },
};

const USUAL: Record<BoardKind, RuntimeName> = { pico: 'rp2-1.27', esp32: 'esp32-1.27' };

/** @throws RangeError for a runtime of another kind */
export function runtimeOf(kind: BoardKind, name: RuntimeName = USUAL[kind]): RuntimeVersion {
  const { version, date, kind: its } = RUNTIMES[name];
  if (its !== kind) throw new RangeError(`${name} does not run on ${kind}`);
  return { version, date };
}
