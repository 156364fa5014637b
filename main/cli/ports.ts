/** `ports`: the serial ports of this computer, where they are, and what is behind them. */
import type { PortInfo } from '../../preload/contract/models.ts';
import type { Slot } from '../../preload/contract/settings.ts';
import { boardStateText } from '../../renderer/text/doctor.ts';
import { createBench } from '../bench.ts';
import type { PortSource } from '../serial/index.ts';
import type { CommandContext } from './context.ts';
import { untilStopped } from './until-stopped.ts';

export interface PortsOptions {
  readonly watch?: true;
}

const COLUMNS = [5, 20, 17, 14, 8] as const;

export async function runPorts({ out, signal }: CommandContext, { watch }: PortsOptions = {}): Promise<void> {
  const bench = await createBench();
  try {
    const { ports, settings } = bench;
    const slots = () => settings.present().slots;
    const before = await ports.list();
    await settings.learnSlots(before);
    out.say(lineOf(['slot', 'port', 'state', 'location', 'kind', 'what it is']), null);
    for (const port of before) tell(port, slots(), 'port');
    if (before.length === 0)
      out.say('No board is plugged in. Use a cable that carries data, or try: bootbench doctor', null);
    if (!watch) return;
    out.say('Watching. Ctrl-C ends it.', { type: 'watching' });
    const stop = follow(ports, before, async (port, type) => {
      await settings.learnSlots(await ports.list());
      tell(port, slots(), type);
    });
    await untilStopped(signal);
    await stop();
  } finally {
    await bench.close();
  }

  function tell(port: PortInfo, slots: readonly Slot[], type: 'port' | 'came' | 'changed' | 'went'): void {
    const slot = slots.find(({ location }) => location === port.location);
    const sign = { port: '', came: '+ ', changed: '~ ', went: '- ' }[type];
    const line = lineOf([
      slot === undefined ? '' : `${slot.number}`,
      port.path,
      boardStateText(port),
      port.location ?? '',
      port.kind,
      slot?.name ? `${port.description}, ${slot.name}` : port.description,
    ]);
    const place = slot === undefined ? {} : { slot: slot.number, slotName: slot.name };
    out.say(`${sign}${line}`, { type, ...port, ...place });
  }
}

type Tell = (port: PortInfo, type: 'came' | 'changed' | 'went') => Promise<void>;

/** Tells what comes, goes and becomes another, one change after the other. Returns the way to stop, and to end it well. */
function follow(ports: PortSource, first: readonly PortInfo[], tell: Tell): () => Promise<void> {
  let known = new Map(first.map((port) => [port.path, port]));
  let turn: Promise<unknown> = Promise.resolve();
  const look = async () => {
    const now = new Map((await ports.list()).map((port) => [port.path, port]));
    for (const [path, port] of known) if (!now.has(path)) await tell(port, 'went');
    for (const [path, port] of now) {
      const before = known.get(path);
      if (before === undefined) await tell(port, 'came');
      else if (JSON.stringify(before) !== JSON.stringify(port)) await tell(port, 'changed');
    }
    known = now;
  };
  const next = () => {
    turn = turn.then(look).catch(() => undefined);
  };
  const stop = ports.onChange(next);
  // What came between the list and the watch.
  next();
  return async () => {
    stop();
    await turn;
  };
}

function lineOf(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0))
    .join(' ')
    .trimEnd();
}
