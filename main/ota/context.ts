/** What all routes of the OTA API share. */
import type { Registry } from '../devices/index.ts';
import type { Records } from '../records/index.ts';
import type { Hotfixes } from './hotfix.ts';
import type { OtaEventBody } from './live.ts';
import type { Offers } from './offers.ts';
import type { Signer } from './signer.ts';
import type { Tree } from './tree.ts';

/** How the address is found at which a device can be reached; null keeps what is known. */
export type ResolveAddress = (seen: {
  deviceId: string;
  mac: string | null;
  /** Where the request came from, without a port. */
  source: string;
  /** The address that the device says it has. */
  claimed: string | null;
}) => string | null;

export interface OtaContext {
  readonly registry: Registry;
  readonly records: Records;
  readonly tree: Tree;
  readonly hotfixes: Hotfixes;
  readonly offers: Offers;
  readonly signer: Signer;
  readonly resolveAddress: ResolveAddress;
  /** Milliseconds; may change from one start of the server to the next. */
  heartbeatIntervalMs: number | undefined;
  /** Devices to be told to restart at their next heartbeat. */
  readonly restarts: Set<string>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly emit: (event: OtaEventBody) => void;
  readonly log: (line: string) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the route once it knows who asks. */
    deviceId: string | null;
  }
}
