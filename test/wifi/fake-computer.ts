/**
 * A computer whose Wi-Fi is a file: which network it is on outlives the program that switched it, as on a real one. What it does
 * wrong is scripted.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnInterface, WifiAdapter } from '../../main/wifi/index.ts';
import type { Failure } from '../../preload/contract/errors.ts';

export interface Script {
  /** Joins fail with these, one after the other; then they work. */
  readonly joins?: readonly Failure[];
  readonly dhcp?: 'works' | 'none';
  /** What else has addresses, before and after the join. */
  readonly others?: { readonly before?: readonly OwnInterface[]; readonly after?: readonly OwnInterface[] };
  /** `works`, does nothing in time, or finds that a person chose another network. */
  readonly restore?: 'works' | 'hangs' | 'moved-on';
  /** `host:port` that stands for 192.168.4.1. */
  readonly portal?: string;
}

export interface FakeComputer extends WifiAdapter {
  /** What was asked of it, in order. */
  readonly asked: readonly string[];
  /** The network that it is on, as the file has it. */
  on(): string;
  script: Script;
}

const HOME = 'Office-5G';

export function createFakeComputer(folder: string, script: Script = {}): FakeComputer {
  const state = join(folder, 'wlan0');
  if (!existsSync(state)) writeFileSync(state, HOME);
  const asked: string[] = [];
  const on = () => readFileSync(state, 'utf8');
  let joins = 0;

  const computer: FakeComputer = {
    kind: 'virtual',
    asked,
    script,
    on,
    scan: async () => [],
    async home() {
      asked.push('home');
      // What a visit left behind is nobody's home.
      return on() === HOME
        ? { ifname: 'wlan0', id: 'uuid-1', name: HOME }
        : { ifname: 'wlan0', id: null, name: null };
    },
    async join({ ssid }, { signal } = {}) {
      asked.push(`join ${ssid}`);
      signal?.throwIfAborted();
      const failure = computer.script.joins?.[joins++];
      if (failure !== undefined) throw failure;
      writeFileSync(state, ssid);
    },
    async restore({ ssid }, home, { signal } = {}) {
      asked.push('restore');
      if (computer.script.restore === 'hangs') await sleep(60_000, undefined, { signal, ref: false });
      if (computer.script.restore === 'moved-on') return 'moved-on';
      if (on() === ssid) writeFileSync(state, home.name ?? '');
      return 'home';
    },
    interfaces() {
      const { others = {}, dhcp } = computer.script;
      const away = on() !== HOME;
      if (!away)
        return [...(others.before ?? []), { ifname: 'wlan0', address: '10.1.2.3', netmask: '255.255.0.0' }];
      const own = { ifname: 'wlan0', address: '192.168.4.16', netmask: '255.255.255.0' };
      return [...(others.after ?? []), ...(dhcp === 'none' ? [] : [own])];
    },
    route: () => ({ address: computer.script.portal ?? '127.0.0.1:9' }),
  };
  return computer;
}

export interface FakePortal {
  readonly address: string;
  /** `GET /status`, `POST /wifi {…}`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Whoever answers at 192.168.4.1: a device with this MAC, or a router with its own page. */
export async function openFakePortal(who: { mac: string } | { page: string }): Promise<FakePortal> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if ('page' in who) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(who.page);
      return;
    }
    const status = {
      mode: 'ap',
      mac: who.mac,
      device_id: `iot-${who.mac}`,
      app_type: 'skeleton',
      reason: 'wrong-password',
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(status));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
