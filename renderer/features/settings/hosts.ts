/** Where the OTA server can listen, as a choice of this computer's addresses. */
import { isLoopback, type OtaState, type OwnAddress } from '../../../preload/contract/ota.ts';
import type { OtaSettings } from '../../../preload/contract/settings.ts';

const THIS_COMPUTER = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** What boards are told is kept by them: with a port of its own they find the server again after a start. */
const USUAL_PORT = 8266;

export type HostChoice =
  | { readonly reach: 'this-computer' | 'everywhere'; readonly host: string }
  | { readonly reach: 'network'; readonly host: string; readonly network: string }
  /** What is saved and is no address of this computer right now. */
  | { readonly reach: 'elsewhere'; readonly host: string };

/** The networks first, because real boards need one; what is saved is always among them. */
export function hostChoices(addresses: readonly OwnAddress[], saved: string): HostChoice[] {
  const choices: HostChoice[] = [
    ...addresses.map(({ address, network }) => ({ reach: 'network', host: address, network }) as const),
    { reach: 'everywhere', host: EVERYWHERE },
    { reach: 'this-computer', host: isLoopback(saved) ? saved : THIS_COMPUTER },
  ];
  if (saved === '' || choices.some(({ host }) => host === saved)) return choices;
  return [...choices, { reach: 'elsewhere', host: saved }];
}

/** The port for another address: boards on a network need one that stays. */
export function portFor(host: string, port: string): string {
  return !isLoopback(host) && Number(port) === 0 ? `${USUAL_PORT}` : port;
}

type On = Extract<OtaState, { status: 'on' }>;

/** Whether the server runs, and not where it is to run from its next start on. */
export function listensElsewhere(server: OtaState, saved: Pick<OtaSettings, 'host' | 'port'>): server is On {
  if (server.status !== 'on') return false;
  return server.host !== saved.host || (saved.port !== 0 && server.port !== saved.port);
}
