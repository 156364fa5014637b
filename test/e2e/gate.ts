/** A server before the bench's own that lets nothing through until it is opened: so a job stands still while a test looks. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SITE, type Stage } from './support.ts';

export interface Gate {
  /** Base URL of the OTA API behind it, as a virtual board reaches it. */
  readonly api: string;
  /** Resolves when somebody stands before it. */
  readonly knocked: Promise<void>;
  open(): void;
  close(): void;
}

/** A board gives up a request after ten seconds of its own: at this pace they are fifty of whoever looks meanwhile. */
export const PATIENT = { clockRate: 0.2 } as const;

/** The OTA server has to be on, and a board has to be on the table. */
export async function buildGate(stage: Stage): Promise<Gate> {
  const { state } = stage.bench.ota;
  if (state.status !== 'on') throw new Error(`the OTA server is ${state.status}`);
  const knock = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const server = createServer(async (asked, answer) => {
    knock.resolve();
    await opened.promise;
    const { method, url: path, headers } = asked;
    const onward = request({ host: '127.0.0.1', port: state.port, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    api: `http://${stage.bench.virtual?.radio.gateway(SITE.ssid)}:${port}/iot`,
    knocked: knock.promise,
    open: () => opened.resolve(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
