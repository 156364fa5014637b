/**
 * The sockets of the hub, learned once: a place on USB, its number, its name. A board has no number of its own; it has that
 * of the socket it stands in.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import { type Slot, slot } from '../../preload/contract/settings.ts';
import type { openSettings } from '../records/index.ts';

const KEY = 'slot:';

export interface Slots {
  /** By number. */
  list(): Slot[];
  learn(boards: readonly PortInfo[]): Promise<'changed' | 'same'>;
  /** @throws Failure `bad-input` */
  save(slot: Slot): Promise<void>;
  forget(location: string): Promise<void>;
}

export async function openSlots(kept: ReturnType<typeof openSettings>): Promise<Slots> {
  const slots = new Map<string, Slot>();
  for (const { value } of await kept.list(KEY)) {
    const parsed = slot.safeParse(value);
    if (parsed.success) slots.set(parsed.data.location, parsed.data);
  }
  const keep = async (one: Slot) => {
    // Known at once: who asks meanwhile must not give the number away again.
    slots.set(one.location, one);
    await kept.save(`${KEY}${one.location}`, one);
  };
  const withNumber = (number: number) => [...slots.values()].find((one) => one.number === number);
  const firstFree = () => {
    let number = 1;
    while (withNumber(number) !== undefined) number += 1;
    return number;
  };

  return {
    list: () => [...slots.values()].sort((a, b) => a.number - b.number),
    async learn(boards) {
      const found = new Set(
        boards.flatMap(({ source, location }) => (source === 'usb' ? (location ?? []) : [])),
      );
      const places = [...found].filter((place) => !slots.has(place)).sort(bySocket);
      const learned = places.map((location) => {
        const one: Slot = { location, number: firstFree(), name: '' };
        return keep(one);
      });
      await Promise.all(learned);
      return learned.length > 0 ? 'changed' : 'same';
    },
    async save(wanted) {
      const before = slots.get(wanted.location);
      if (before === undefined)
        throw new Failure('bad-input', { field: 'location', problem: 'there is no such slot' });
      const other = withNumber(wanted.number);
      await keep({ ...wanted, name: wanted.name.trim() });
      if (other !== undefined && other.location !== wanted.location)
        await keep({ ...other, number: before.number });
    },
    async forget(location) {
      slots.delete(location);
      await kept.remove(`${KEY}${location}`);
    },
  };
}

/** `1-1.2` before `1-1.10`. */
function bySocket(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
