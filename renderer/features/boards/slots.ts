/**
 * Which board stands in which slot: the computer's own ports are 1, 2 …, virtual boards V1, V2 …
 *
 * A board keeps its slot, in all windows and from one to the next. A Pico's port goes with each reset and comes back, maybe
 * under another path; meanwhile the others keep their numbers, and nobody takes its own while work on it goes on.
 */
import type { PortInfo } from '../../../preload/contract/models.ts';

export interface Slot {
  /** `1` … `9`, or `V1` for a virtual board. */
  readonly slot: string;
  /** As it was last seen. */
  readonly board: PortInfo;
  readonly presence: 'here' | 'away';
}

/** What is drawn for a slot; `empty` where a socket before others has no board. */
export type ShownSlot =
  | { readonly slot: string; readonly shows: 'board'; readonly board: PortInfo }
  | { readonly slot: string; readonly shows: 'empty' };

type IsBusy = (board: PortInfo) => boolean;

/** In the order of their numbers, those of the computer's own ports first. */
export function takeIn(known: readonly Slot[], boards: readonly PortInfo[], isBusy: IsBusy): Slot[] {
  const seen = seenAgain(known, boards);
  const kept = known.map((slot): Slot => {
    const board = seen.get(slot);
    return board === undefined ? { ...slot, presence: 'away' } : { ...slot, board, presence: 'here' };
  });
  const again = new Set(seen.values());
  for (const board of boards.filter((one) => !again.has(one)).sort(bySocket)) {
    const slot = firstFree(kept, board, isBusy);
    const place = kept.findIndex((one) => one.slot === slot);
    kept.splice(place < 0 ? kept.length : place, 1, { slot, board, presence: 'here' });
  }
  return kept.sort(byNumber);
}

/** Boards that are there or at work; the gaps between sockets stay gaps, so that no tile moves. */
export function shownSlots(slots: readonly Slot[], isBusy: IsBusy): ShownSlot[] {
  const shown = new Map(
    slots
      .filter(({ presence, board }) => presence === 'here' || isBusy(board))
      .map(({ slot, board }) => [slot, board]),
  );
  const sockets = Math.max(0, ...[...shown.keys()].filter((slot) => !isVirtual(slot)).map(numberOf));
  const names = [
    ...Array.from({ length: sockets }, (_, index) => `${index + 1}`),
    ...[...shown.keys()].filter(isVirtual),
  ];
  return names.map((slot): ShownSlot => {
    const board = shown.get(slot);
    return board === undefined ? { slot, shows: 'empty' } : { slot, shows: 'board', board };
  });
}

/** How a board is known again, the surest first: many cable chips of one make have the same serial number. */
const SAME: readonly ((a: PortInfo, b: PortInfo) => boolean)[] = [
  (a, b) => a.location !== undefined && a.location === b.location,
  (a, b) => !bothLocated(a, b) && a.path === b.path && a.serialNumber === b.serialNumber,
  (a, b) =>
    !bothLocated(a, b) &&
    a.serialNumber !== undefined &&
    a.serialNumber === b.serialNumber &&
    a.vendorId === b.vendorId,
];

const bothLocated = (a: PortInfo, b: PortInfo) => a.location !== undefined && b.location !== undefined;

function seenAgain(known: readonly Slot[], boards: readonly PortInfo[]): Map<Slot, PortInfo> {
  const seen = new Map<Slot, PortInfo>();
  const left = new Set(boards);
  for (const same of SAME) {
    for (const slot of known) {
      if (seen.has(slot)) continue;
      const board = [...left].find((one) => one.source === slot.board.source && same(slot.board, one));
      if (board === undefined) continue;
      seen.set(slot, board);
      left.delete(board);
    }
  }
  return seen;
}

/** The lowest number that no board stands on and none at work comes back to. */
function firstFree(slots: readonly Slot[], { source }: PortInfo, isBusy: IsBusy): string {
  const held = new Set(
    slots.filter(({ presence, board }) => presence === 'here' || isBusy(board)).map(({ slot }) => slot),
  );
  for (let number = 1; ; number += 1) {
    const slot = source === 'virtual' ? `V${number}` : `${number}`;
    if (!held.has(slot)) return slot;
  }
}

/** By place on the hub where the system tells one, else by path. */
function bySocket(a: PortInfo, b: PortInfo): number {
  return (a.location ?? a.path).localeCompare(b.location ?? b.path, 'en', { numeric: true });
}

const isVirtual = (slot: string) => slot.startsWith('V');
const numberOf = (slot: string) => Number(slot.replace('V', ''));

function byNumber({ slot: a }: Slot, { slot: b }: Slot): number {
  return Number(isVirtual(a)) - Number(isVirtual(b)) || numberOf(a) - numberOf(b);
}
