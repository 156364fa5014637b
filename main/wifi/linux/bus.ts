/**
 * The system's D-Bus, as little of it as NetworkManager needs: calls that end when told to, signals in their order, and the end of
 * the connection, which the library keeps to itself.
 */
import { EventEmitter } from 'node:events';
import type { Message } from '@jellybrick/dbus-next';
import { BusLost, DAEMON, ServiceLeft, SignalList, type SignalQueue, until } from './signals.ts';

/** An error that somebody on the bus answered with. `name` as in `org.freedesktop.DBus.Error.AccessDenied`. */
export class BusError extends Error {
  constructor(name: string, text: string) {
    super(text);
    this.name = name;
  }
}

export interface BusCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/** One connection to the bus, and one service on it. */
export interface Bus {
  /** What was answered. @throws BusError, BusLost, the signal's reason */
  call(call: BusCall, signal: AbortSignal): Promise<readonly unknown[]>;
  signals(): SignalQueue;
  /** Resolves when the service is there. @throws BusLost, the signal's reason */
  untilThere(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Marks a value with its D-Bus type where the signature says "variant". */
export type MakeVariant = (signature: string, value: unknown) => unknown;

const DAEMON_PATH = '/org/freedesktop/DBus';
/** What the bus answers in the place of somebody who is not there, or not any more. */
const GONE = new Set(
  ['NoReply', 'ServiceUnknown', 'NameHasNoOwner', 'Disconnected'].map((one) => `${DAEMON}.Error.${one}`),
);

/** Loaded when first wanted: most starts of the program switch no Wi-Fi. */
const library = () => import('@jellybrick/dbus-next');

/**
 * @param address as `DBUS_SYSTEM_BUS_ADDRESS` has it; the system's own without it
 * @throws BusLost when there is no bus, the signal's reason
 */
export async function openBus(
  service: string,
  address: string | undefined,
  signal: AbortSignal,
): Promise<Bus> {
  const { Message: BusMessage, MessageType, DBusError, sessionBus, systemBus } = await library();
  signal.throwIfAborted();
  const bus = address === undefined ? systemBus() : sessionBus({ busAddress: address });
  const lost = new AbortController();
  const fall = (cause: unknown) => lost.abort(new BusLost('the bus is out of reach', { cause }));
  // Its types leave this event out.
  const emitter: EventEmitter = bus;
  emitter.on('error', fall);
  const queues = new Set<SignalList>();
  bus.on('message', (message) => {
    if (message.type === MessageType.SIGNAL) for (const queue of queues) queue.take(message);
  });

  const send = async (destination: string, call: BusCall, stop: AbortSignal): Promise<Message | null> => {
    stop.throwIfAborted();
    lost.signal.throwIfAborted();
    try {
      // A bus that went without a word leaves calls unanswered for ever.
      return await until(bus.call(new BusMessage({ destination, ...call })), stop, lost.signal);
    } catch (error) {
      if (!(error instanceof DBusError)) throw error;
      if (GONE.has(error.type)) throw new ServiceLeft(error.text, { cause: error });
      throw new BusError(error.type, error.text);
    }
  };
  const ask = async (member: string, argument: string, stop: AbortSignal) => {
    const call = { path: DAEMON_PATH, interface: DAEMON, member, signature: 's', body: [argument] };
    return (await send(DAEMON, call, stop))?.body[0];
  };

  try {
    const match = `type='signal',sender='${service}'`;
    await ask('AddMatch', match, signal);
    await ask(
      'AddMatch',
      `type='signal',sender='${DAEMON}',member='NameOwnerChanged',arg0='${service}'`,
      signal,
    );
  } catch (error) {
    bus.disconnect();
    throw error;
  }
  innerConnection(bus)?.on('end', () => fall(undefined));

  return {
    call: async (call, stop) => (await send(service, call, stop))?.body ?? [],
    signals() {
      const queue = new SignalList(lost.signal, () => queues.delete(queue));
      queues.add(queue);
      return queue;
    },
    async untilThere(stop) {
      const queue = new SignalList(lost.signal, () => queues.delete(queue));
      queues.add(queue);
      try {
        while ((await ask('NameHasOwner', service, stop)) !== true)
          await queue.next(stop).catch((error: unknown) => {
            if (!(error instanceof ServiceLeft)) throw error;
          });
      } finally {
        queue.close();
      }
    },
    close() {
      fall(undefined);
      bus.disconnect();
    },
  };
}

/** For values of type `v` in calls. */
export async function variants(): Promise<MakeVariant> {
  const { Variant } = await library();
  return (signature, value) => new Variant(signature, value);
}

/** Takes the marks off what came, at every depth: bytes stay bytes. */
export async function plainValue(value: unknown): Promise<unknown> {
  const { Variant } = await library();
  const plain = (one: unknown): unknown => {
    if (one instanceof Variant) return plain(one.value);
    if (one instanceof Uint8Array) return one;
    if (Array.isArray(one)) return one.map(plain);
    if (typeof one === 'object' && one !== null)
      return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, plain(inner)]));
    return one;
  };
  return plain(value);
}

/** The library does not pass on that the other side closed the connection; the emitter inside of it does. */
function innerConnection(bus: object): EventEmitter | undefined {
  const inner = '_connection' in bus ? bus._connection : undefined;
  return inner instanceof EventEmitter ? inner : undefined;
}
