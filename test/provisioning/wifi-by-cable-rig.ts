/** Devices that are given another Wi-Fi by their cable. */
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { pass, setTable, type Table } from './support.ts';

export const OTHER = { ssid: 'Hall "3" €', password: `it's $HOME \\n ` };

export async function setCableTable(): Promise<Table> {
  const table = await setTable({ heartbeatIntervalMs: 500 });
  table.bench.virtual?.radio.addNetwork(OTHER);
  return table;
}

export async function device(table: Table, clockRate?: number): Promise<VirtualBoard> {
  const board = await table.addBoard({ kind: 'pico', ...(clockRate === undefined ? {} : { clockRate }) });
  await pass(table.bench, board);
  return board;
}

export async function give(
  { bench }: Table,
  board: VirtualBoard,
  network: { ssid: string; password: string },
) {
  const id = await bench.giveWifi({ port: board.path, network });
  const state = await bench.jobs.finished(id);
  return { state, log: bench.jobs.snapshot(id).log.map(({ text }) => text) };
}

export const wifiOf = (board: VirtualBoard): unknown => JSON.parse(board.flash.text('wifi.json') ?? 'null');
