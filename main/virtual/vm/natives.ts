/**
 * `_vb`: the flat module through which the Python half of the virtual port (`../port`) reaches the host.
 *
 * Flat functions with numbers and strings only, because that is what crosses cheaply and exactly; bytes cross as an
 * address in the VM's memory (`uctypes.addressof`) and a length.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Datagrams } from './datagrams.ts';
import {
  BELL,
  type BoardIdentity,
  type FileSystemKind,
  type FromVm,
  type HostCall,
  type KeptWlan,
  type ResetCause,
  type StationStatus,
  type ToVm,
  type WlanCommand,
} from './messages.ts';
import type { Scheduler } from './scheduler.ts';
import type { SerialIn } from './serial-in.ts';
import type { Sockets } from './sockets.ts';
import type { Timers } from './timers.ts';

export interface NativesHost {
  readonly identity: BoardIdentity;
  readonly filesystem: FileSystemKind;
  readonly resetCause: ResetCause;
  readonly wlan: KeptWlan;
  readonly sockets: Sockets;
  readonly datagrams: Datagrams;
  readonly stdin: SerialIn;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly bell: Int32Array;
  /** A view of the VM's memory; it moves when the memory grows, so it is asked for each time. */
  memory(address: number, length: number): Uint8Array;
  send(message: FromVm, transfer?: readonly ArrayBuffer[]): void;
  drain(): void;
  /** Until a message came, a timer is due, or `ms` have passed. */
  wait(ms: number): void;
  /** Until a message came, whatever the timers want. */
  waitForHost(): void;
  /** Ends this VM. Unwinds it without `finally`, as on hardware. */
  reset(why: 'hard' | 'soft' | 'bootloader'): never;
  readonly timers: Timers;
  readonly scheduler: Scheduler;
  setRtc(offsetSeconds: number): void;
  /** What a Python function of the port has to say to the worker that ran it. */
  result(value: string | null): void;
}

export interface Natives {
  readonly module: Record<string, unknown>;
  handle(message: Extract<ToVm, { type: 'sta' | 'ap-stations' | 'answer' }>): void;
  kept(): KeptWlan;
  /** Does the port's own mDNS responder run? lwIP's on rp2 from the start, that of ESP-IDF from its first network. */
  responds(): boolean;
}

export function createNatives(host: NativesHost): Natives {
  const { identity, sockets, datagrams, send, bell } = host;
  const pins = new Map<string, number>();
  const hashes = new Map<number, Hash>();
  const answers = new Map<number, string>();
  let nextHash = 1;
  let nextCall = 1;
  let wlanGen = host.wlan.gen;
  let wlanState = host.wlan.state;
  let stations = 0;
  let hasJoined = false;
  let station = idleStation();

  function idleStation(status: StationStatus = 'idle') {
    return { status, ip: '', gateway: '', rssi: 0 };
  }

  const module = {
    kind: identity.kind,
    platform: identity.platform,
    machine: identity.machine,
    build: identity.build,
    version: identity.runtime.version,
    release_date: identity.runtime.date,
    unique_id: identity.uniqueId,
    mac: identity.mac,
    filesystem: host.filesystem,
    reset_cause: host.resetCause,

    wait: (ms: number) => host.wait(ms),
    result: (value: string | null) => host.result(value),
    reset: (why: 'hard' | 'soft' | 'bootloader') => host.reset(why),
    scheduler_adopt: (marker: number) => host.scheduler.adopt(marker),
    timer_start: (id: number, ms: number) => host.timers.start(id, ms),
    timer_stop: (id: number) => host.timers.stop(id),
    timer_due: () => host.timers.takeDue(),
    wdt: (ms: number) => send({ type: 'wdt', ms }),
    // A new VM is told when it was fed last, if it ever was.
    wdt_runs: () => Atomics.load(bell, BELL.fed) !== 0,
    wdt_feed: () => void Atomics.store(bell, BELL.fed, Date.now() | 0),
    rtc_set: (offsetSeconds: number) => host.setRtc(offsetSeconds),
    stdout: (address: number, length: number) => host.stdout(host.memory(address, length)),
    stdin_waiting() {
      host.drain();
      return host.stdin.length > 0;
    },
    stdin_take(address: number, length: number) {
      host.drain();
      return host.stdin.take(host.memory(address, length));
    },

    /** Asks the host and waits for its answer, as JSON. */
    call(name: HostCall, args: string): string {
      const id = nextCall++;
      send({ type: 'call', id, name, args: JSON.parse(args) as unknown[] });
      for (;;) {
        const answer = answers.get(id);
        if (answer !== undefined) {
          answers.delete(id);
          return answer;
        }
        host.waitForHost();
      }
    },

    pin_get: (pin: string) => pins.get(pin) ?? 0,
    pin_set(pin: string, value: number) {
      pins.set(pin, value);
      send({ type: 'pin', pin, value });
    },
    neopixel(pin: number, address: number, length: number, bpp: number) {
      send({ type: 'neopixel', pin, bytes: host.memory(address, length).slice(), bpp });
    },

    wlan_state: () => wlanState,
    wlan_keep(state: string) {
      wlanState = state;
    },
    wlan(call: WlanCommand['call'], args: string) {
      const command = { call, ...(JSON.parse(args) as object) } as WlanCommand;
      // Only the station's commands have answers that come later.
      if (call.startsWith('sta-')) wlanGen++;
      // What the driver says at once, before the radio has answered.
      if (call === 'sta-connect') station = idleStation('connecting');
      else if (call === 'sta-disconnect' || call === 'sta-off') station = idleStation();
      else if (call === 'ap-off') stations = 0;
      send({ type: 'wlan', gen: wlanGen, command });
    },
    sta_status() {
      host.drain();
      return station.status;
    },
    sta_ip: () => station.ip,
    sta_gateway: () => station.gateway,
    sta_rssi: () => station.rssi,
    ap_stations() {
      host.drain();
      return stations;
    },

    sock_create: () => sockets.create(),
    sock_listen: (id: number, port: number) => sockets.listen(id, port),
    sock_connect: (id: number, ip: string, port: number) => sockets.connect(id, ip, port),
    sock_connected: (id: number) => sockets.connected(id),
    sock_accept: (id: number) => sockets.accept(id),
    sock_receive: (id: number, address: number, length: number, line: boolean) =>
      sockets.receive(id, host.memory(address, length), line),
    sock_send: (id: number, address: number, length: number) =>
      sockets.send(id, host.memory(address, length)),
    sock_poll: (id: number, mask: number) => sockets.poll(id, mask),
    sock_close: (id: number) => sockets.close(id),

    udp_create: (used: number) => datagrams.create(used),
    udp_reuse: (id: number, on: boolean) => datagrams.reuse(id, on),
    udp_bind: (id: number, ip: string, port: number) => datagrams.bind(id, ip, port),
    udp_connect: (id: number, ip: string, port: number) => datagrams.connect(id, ip, port),
    udp_send: (id: number, address: number, length: number, ip: string, port: number) =>
      datagrams.send(id, host.memory(address, length), ip, port),
    udp_receive: (id: number, address: number, length: number) =>
      datagrams.receive(id, host.memory(address, length)),
    udp_from: (id: number) => datagrams.from(id),
    udp_poll: (id: number, mask: number) => datagrams.poll(id, mask),
    udp_close: (id: number) => datagrams.close(id),
    udp_join: (group: string) => datagrams.join(group),
    udp_leave: (group: string) => datagrams.leave(group),

    hash_new(name: string) {
      const id = nextHash++;
      hashes.set(id, createHash(name));
      return id;
    },
    hash_update: (id: number, address: number, length: number) =>
      void hashes.get(id)?.update(host.memory(address, length)),
    hash_digest(id: number) {
      const hash = hashes.get(id);
      hashes.delete(id);
      return hash?.digest('hex') ?? '';
    },
  };

  return {
    module,
    kept: () => ({ gen: wlanGen, state: wlanState }),
    responds: () => identity.kind === 'pico' || hasJoined,
    handle(message) {
      switch (message.type) {
        case 'sta':
          hasJoined = message.hasJoined;
          // An answer to an earlier command has been overtaken.
          if (message.gen === wlanGen) station = message;
          return;
        case 'ap-stations':
          stations = message.count;
          return;
        case 'answer':
          answers.set(message.id, message.json);
      }
    },
  };
}
