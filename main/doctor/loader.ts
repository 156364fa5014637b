/**
 * The last step: a board is brought into the loader of its chip, where it can be given a MicroPython. It takes the REPL
 * away, so it is done only for who asked for it.
 *
 * Sources: `machine.bootloader()` (MicroPython, machine; not on the classic ESP32); DTR and RTS as esptool's
 * `ClassicReset` moves them: EN low, then IO0 low while EN rises, then both let go.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardLoader, PortInfo } from '../../preload/contract/models.ts';
import { type PortSource, untilListed } from '../serial/index.ts';
import type { Limits } from './limits.ts';
import type { Patient } from './patient.ts';
import { signsIn } from './signs.ts';

const EN_LOW_MS = 100;
const IO0_LOW_MS = 50;

/** @returns the loader that it stands in; null when it went into none */
export async function bySoftware(
  patient: Patient,
  ports: PortSource,
  signal?: AbortSignal,
): Promise<BoardLoader['type'] | null> {
  const { board, info, limits } = patient;
  // macOS and Windows tell no place of a drive: there it is the one that was not there before.
  const before = new Set((await ports.list()).filter(({ loader }) => loader).map(({ path }) => path));
  const isIts = ({ loader, location, path }: PortInfo) =>
    loader !== undefined &&
    (location === undefined || info?.location === undefined ? !before.has(path) : location === info.location);
  const entered = untilListed(
    ports,
    isIts,
    AbortSignal.any([AbortSignal.timeout(limits.loaderMs), ...(signal === undefined ? [] : [signal])]),
  );
  // It does not come back from this: the port goes in the middle of the answer.
  const asked = board.exec('import machine\nmachine.bootloader()\n', { silenceMs: limits.loaderMs }).then(
    () => undefined,
    () => undefined,
  );
  const found = await entered.catch(() => null);
  signal?.throwIfAborted();
  await board.close();
  await asked;
  return found?.loader?.type ?? null;
}

/** By the lines of a cable chip; the port must be free. */
export async function byLines(
  ports: PortSource,
  port: string,
  limits: Limits,
  signal?: AbortSignal,
): Promise<BoardLoader['type'] | null> {
  const link = await ports.open(port, { signal });
  let heard = Buffer.alloc(0);
  const { promise, resolve } = Promise.withResolvers<'download' | null>();
  const timer = setTimeout(() => resolve(null), limits.loaderMs);
  link.onClose(() => resolve(null));
  link.onData((bytes) => {
    heard = Buffer.concat([heard, bytes]);
    if (signsIn(heard).download === 'seen') resolve('download');
  });
  try {
    await link.setSignals({ dtr: false, rts: true });
    await sleep(EN_LOW_MS);
    await link.setSignals({ dtr: true, rts: false });
    await sleep(IO0_LOW_MS);
    await link.setSignals({ dtr: false, rts: false });
    return await promise;
  } finally {
    clearTimeout(timer);
    await link.close();
  }
}
