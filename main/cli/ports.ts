/** `ports`: the serial ports of this computer, and what is behind them. */
import { usbPorts } from '../serial/index.ts';
import type { CommandContext } from './context.ts';

export async function runPorts({ out }: CommandContext): Promise<void> {
  const ports = await usbPorts().list();
  if (ports.length === 0) {
    out.say('No board is plugged in. Use a cable that carries data, or try: bootbench simulate', null);
  }
  for (const port of ports) {
    out.say(`${port.path.padEnd(20)} ${port.kind.padEnd(8)} ${port.description}`, { type: 'port', ...port });
  }
}
