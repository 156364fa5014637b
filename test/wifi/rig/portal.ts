/**
 * The real firmware behind 192.168.4.1: a virtual board in AP fallback, reached from the air of a lab through a unix socket, which
 * crosses network namespaces.
 */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { makeRig, type Rig } from '../../firmware/support.ts';
import type { Lab } from './lab.ts';
import { inside } from './namespaces.ts';
import { heard, startTied, stop } from './processes.ts';

/** What the board's DHCP server gives its first guest, as far as the board is concerned. */
const GUEST = '192.168.4.16';

export interface LabPortal {
  readonly rig: Rig;
  readonly ssid: string;
  close(): Promise<void>;
}

export async function openLabPortal(lab: Lab): Promise<LabPortal> {
  const rig = makeRig({ wifi: null });
  const line = rig.console.line(/^boot: ap /);
  rig.board.powerOn();
  const ssid = (await line).split(' ')[2] ?? '';
  const path = join(lab.bus.folder, 'portal.sock');
  const server = createServer({ allowHalfOpen: true }, (stream) => {
    stream.on('error', () => {});
    if (!rig.board.acceptFromAir(stream, GUEST)) stream.destroy();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const relay = await listenOn(lab.air, `UNIX-CONNECT:${path}`);
  return {
    rig,
    ssid,
    async close() {
      await relay.close();
      server.close();
      await rig.close();
    },
  };
}

/** Somebody who answers at 192.168.4.1 in a namespace, and whom nobody should have asked. */
export async function openStranger(namespace: string, word: string) {
  const page = `HTTP/1.0 200 OK\\r\\nContent-Length: ${word.length}\\r\\n\\r\\n${word}`;
  const relay = await listenOn(namespace, `SYSTEM:printf "${page}"`);
  return { wasAsked: () => relay.log().includes('accepting connection'), close: relay.close };
}

async function listenOn(namespace: string, to: string) {
  const listen = 'TCP-LISTEN:80,bind=192.168.4.1,reuseaddr,fork';
  const child = startTied([...inside(namespace), 'socat', '-d', '-d', listen, to]);
  const said = heard(child);
  await said.includes('listening on');
  return { log: () => said.text, close: () => stop(child) };
}
