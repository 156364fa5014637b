/** A port of this computer's loopback that leads to port 80 of a board, so that anything can talk to it. */

import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Forward {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * `accept` hands a connection to the board, or says false when nobody is there: then it is reset, as by a board whose
 * port is closed.
 */
export async function openForward(accept: (stream: Duplex) => boolean): Promise<Forward> {
  const open = new Set<Socket>();
  // A caller that half-closes after its request still wants the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!accept(socket)) socket.resetAndDestroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A board that nobody talks to keeps no program alive.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
