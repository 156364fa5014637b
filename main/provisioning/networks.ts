/** What a board hears with its own radio, asked over the cable. */
import type { HeardNetwork } from '../../preload/contract/api.ts';
import { heardNetwork } from '../../preload/contract/api.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { openBoard, type PortSource } from '../serial/index.ts';

/** Leaves the radio as it was found. A hidden network has an empty name and is left out. */
const SCAN = `
import network, json
w = network.WLAN(network.STA_IF)
on = w.active()
w.active(True)
found = w.scan()
w.active(on)
print(json.dumps([[n[0].decode(), n[3], n[2], n[4] != 0] for n in found if n[0]]))
`;

/**
 * Strongest first, each name once. The board's program is interrupted, and started again by a reset.
 * @throws Failure as `openBoard` and `Board.exec`, `board-protocol` for an answer that is none
 */
export async function listenForNetworks(
  ports: PortSource,
  path: string,
  options: { signal: AbortSignal },
): Promise<HeardNetwork[]> {
  const board = await openBoard({ ports, path }, options);
  try {
    const networks = read(await board.exec(SCAN, options), path);
    await board.hardReset(options);
    return networks;
  } finally {
    await board.close();
  }
}

function read(text: string, port: string): HeardNetwork[] {
  try {
    const rows = JSON.parse(text) as [unknown, unknown, unknown, unknown][];
    const heard = rows.map(([ssid, rssi, channel, secured]) =>
      heardNetwork.parse({ ssid, rssi, channel, secured }),
    );
    const strongest = heard.sort((a, b) => b.rssi - a.rssi);
    return strongest.filter((one, at) => strongest.findIndex(({ ssid }) => ssid === one.ssid) === at);
  } catch (error) {
    throw new Failure('board-protocol', { port, detail: 'its list of networks cannot be read' }, error);
  }
}
