/** Which board stands in which slot: the computer's own ports are 1, 2 …, virtual boards V1, V2 …; they never re-sort. */
import type { PortInfo } from '../../../preload/contract/models.ts';

export interface Slot {
  readonly slot: string;
  readonly board: PortInfo;
}

/** By place on the hub where the system tells one, else by path. */
export function slotsOf(boards: readonly PortInfo[]): Slot[] {
  const place = ({ location, path }: PortInfo) => location ?? path;
  const inOrder = (source: PortInfo['source']) =>
    boards
      .filter((board) => board.source === source)
      .sort((a, b) => place(a).localeCompare(place(b), 'en', { numeric: true }));
  return [
    ...inOrder('usb').map((board, index) => ({ slot: `${index + 1}`, board })),
    ...inOrder('virtual').map((board, index) => ({ slot: `V${index + 1}`, board })),
  ];
}
