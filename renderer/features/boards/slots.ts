/**
 * Which board stands in which slot: the computer's own ports are 1, 2 …, virtual boards V1, V2 …
 *
 * A socket of the hub that the bench learned has one number for good, and the board in it has that. A board whose place the
 * system does not tell keeps the number that it got here. A Pico's port goes with each reset and comes back, maybe under
 * another path; meanwhile the others keep their numbers, and nobody takes its own while work on it goes on.
 */
import type { PortInfo } from '../../../preload/contract/models.ts';
import type { Slot as Socket } from '../../../preload/contract/settings.ts';

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

/**
 * In the order of their numbers, those of the computer's own ports first.
 * @param sockets those that the bench has learned
 */
export function takeIn(
  known: readonly Slot[],
  boards: readonly PortInfo[],
  isBusy: IsBusy,
  sockets: readonly Socket[] = [],
): Slot[] {
  const seated = inSockets(known, boards, sockets);
  const settled = new Set([...seated.values()].map(({ board }) => board));
  const others = boards.filter((board) => !settled.has(board));
  const free = known.filter((slot) => !seated.has(slot.slot) && socketOf(slot.board, sockets) === undefined);
  const seen = seenAgain(free, others);
  const kept = free.map((slot): Slot => {
    const board = seen.get(slot);
    return board === undefined ? { ...slot, presence: 'away' } : { ...slot, board, presence: 'here' };
  });
  const again = new Set(seen.values());
  const taken = new Set([...seated.keys(), ...sockets.map(({ number }) => `${number}`)]);
  for (const board of others.filter((one) => !again.has(one)).sort(bySocket)) {
    const slot = firstFree(kept, board, isBusy, taken);
    const place = kept.findIndex((one) => one.slot === slot);
    kept.splice(place < 0 ? kept.length : place, 1, { slot, board, presence: 'here' });
  }
  return [...seated.values(), ...kept].sort(byNumber);
}

/** What stands, or stood last, in each learned socket. A device with two ports has its first one there. */
function inSockets(
  known: readonly Slot[],
  boards: readonly PortInfo[],
  sockets: readonly Socket[],
): Map<string, Slot> {
  const seated = new Map<string, Slot>();
  const here = boards.map((board): Slot => ({ slot: '', board, presence: 'here' }));
  const before = known.map((slot): Slot => ({ ...slot, presence: 'away' }));
  for (const one of [...here, ...before]) {
    const socket = socketOf(one.board, sockets);
    const slot = `${socket?.number}`;
    if (socket !== undefined && !seated.has(slot)) seated.set(slot, { ...one, slot });
  }
  return seated;
}

/** The learned socket that a board stands in. */
export function socketOf({ source, location }: PortInfo, sockets: readonly Socket[]): Socket | undefined {
  return source === 'usb' ? sockets.find((socket) => socket.location === location) : undefined;
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

/** The lowest number that no board stands on, none at work comes back to, and no learned socket has. */
function firstFree(
  slots: readonly Slot[],
  { source, location = '' }: PortInfo,
  isBusy: IsBusy,
  taken: ReadonlySet<string>,
): string {
  const held = new Set(
    slots.filter(({ presence, board }) => presence === 'here' || isBusy(board)).map(({ slot }) => slot),
  );
  // The place of a virtual board is the number under which it came: the same in every window.
  const own = `V${location}`;
  if (source === 'virtual' && NUMBER.test(location) && !held.has(own)) return own;
  for (let number = 1; ; number += 1) {
    const slot = source === 'virtual' ? `V${number}` : `${number}`;
    if (!held.has(slot) && !taken.has(slot)) return slot;
  }
}

const NUMBER = /^[1-9]\d{0,3}$/;

/** By place on the hub where the system tells one, else by path. */
function bySocket(a: PortInfo, b: PortInfo): number {
  return (a.location ?? a.path).localeCompare(b.location ?? b.path, 'en', { numeric: true });
}

const isVirtual = (slot: string) => slot.startsWith('V');
const numberOf = (slot: string) => Number(slot.replace('V', ''));

function byNumber({ slot: a }: Slot, { slot: b }: Slot): number {
  return Number(isVirtual(a)) - Number(isVirtual(b)) || numberOf(a) - numberOf(b);
}
