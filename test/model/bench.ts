/** The board of a sequence and what is around it: two servers, a network, a person with a phone. */
import { FakeOta } from '../firmware/fake-ota.ts';
import { ask, type Files, makeRig, type Rig, SITE } from '../firmware/support.ts';
import type { Flash } from './flash.ts';
import { momentOf } from './lockstep.ts';
import type { Server, World } from './server.ts';
import type { Size } from './sets.ts';
import type { Device, Pending } from './states.ts';

/** Board seconds in one of ours. A trial on the platform lasts for minutes; on a tiny set nothing does. */
const HURRY: Record<Size, number> = { tiny: 10, real: 30 };
/** More than any pause of a board in a hurry, on a computer with much to do. */
const WAIT_MS = 20_000;
const HOST = '127.0.0.1';
/** An address of this computer at which no server of a test listens. */
const NOBODY = '127.0.0.2';
/** Board milliseconds between heartbeats. */
const INTERVAL_MS = 6000;

export type Heard =
  | { readonly is: 'said'; readonly moment: string }
  | { readonly is: 'cut' }
  | { readonly is: 'silent' };

export interface Begin {
  readonly size: Size;
  readonly boot: string;
  readonly files: Files;
  readonly wifi: Device['wifi'];
}

export class Bench {
  readonly rig: Rig;
  readonly #servers = [new FakeOta({}), new FakeOta({})] as const;
  #present: 0 | 1 = 0;
  /** Lines of the console before this one have been heard. */
  #at = 0;
  #cut = Promise.withResolvers<Heard>();

  constructor({ size, boot, files, wifi }: Begin) {
    this.rig = makeRig({
      software: { ...files, 'boot.py': boot },
      wifi: wifi === 'known' ? SITE : null,
      clockRate: HURRY[size],
    });
    this.rig.board.onEvent(({ type }) => {
      if (type === 'power-cut') this.#cut.resolve({ is: 'cut' });
    });
  }

  async listen(server: Server): Promise<void> {
    for (const ota of this.#servers) {
      await ota.listen();
      ota.ignoresRejected = true;
      ota.intervalMs = INTERVAL_MS;
    }
    this.serve(server);
    this.#provision();
  }

  async close(): Promise<void> {
    for (const ota of this.#servers) ota.close();
    await this.rig.close();
  }

  /** The power has gone. */
  get cut(): Promise<Heard> {
    return this.#cut.promise;
  }

  flash(): Flash {
    return new Map(this.rig.names().map((name) => [name, this.rig.board.flash.text(name) ?? '']));
  }

  // ---- the servers ----

  get #ota(): FakeOta {
    return this.#servers[this.#present];
  }

  serve({ files, form, seq, hotfix, drops }: Server): void {
    Object.assign(this.#ota, { files, form, seq, hotfix: hotfix ?? undefined });
    this.#ota.bend = (answer, path) =>
      path === '/iot/boot' && drops === 'overlays' ? { ...answer, drop_overlay: true } : answer;
  }

  /** By cable: the board belongs to the other one from now on. */
  swap(): void {
    this.#present = this.#present === 0 ? 1 : 0;
    this.#provision();
  }

  #provision(): void {
    // Without a watchdog: at this pace it would bite whenever the computer is busy.
    const given = { app_type: 'skeleton', api: this.#ota.api, wdt_s: 0 };
    this.rig.board.flash.write('provision.json', JSON.stringify(given));
  }

  reach(reach: World['reach']): void {
    this.rig.bench.radio.setHost(reach === 'served' ? HOST : NOBODY);
  }

  /** A manifest of a hotfix names its device. */
  get knowsItsId(): boolean {
    return this.rig.names().includes('device_id.json');
  }

  /** As the platform leaves it. */
  leavePending({ form, files }: Pending): void {
    const ota = this.#ota;
    const usual = ota.form;
    ota.form = form;
    const scope = { device_id: `iot-${this.rig.board.identity.mac}`, version: 'hotfix' };
    const text = JSON.stringify(ota.part(files, Object.keys(files), scope));
    ota.form = usual;
    this.rig.board.flash.write('pending.json', text);
  }

  // ---- the board ----

  cutAfter(operations: number | null): void {
    this.#cut = Promise.withResolvers<Heard>();
    this.rig.board.cutPowerAfter(operations);
  }

  async powerOn(): Promise<void> {
    this.#skip();
    this.rig.board.powerOn();
  }

  async powerOff(): Promise<void> {
    await this.rig.board.powerOff();
    this.#skip();
  }

  async reset(): Promise<void> {
    const ended = this.rig.board.reset();
    this.#skip();
    await ended;
  }

  /** What was said so far is of an earlier life. */
  #skip(): void {
    this.#at = this.rig.console.lines.length;
  }

  /** What it has said and nobody has heard. */
  heardSoFar(): string[] {
    const lines = this.rig.console.lines.slice(this.#at);
    this.#skip();
    return lines.flatMap((line) => momentOf(line) ?? []);
  }

  /** What it says next. */
  async next(): Promise<Heard> {
    for (;;) {
      const heard = await Promise.race([this.#heard(), this.#cut.promise]);
      if (typeof heard !== 'string') return heard;
      const moment = momentOf(heard);
      if (moment !== undefined) return { is: 'said', moment };
    }
  }

  async #heard(): Promise<string | Heard> {
    const { lines } = this.rig.console;
    const from = this.#at;
    try {
      const line = await this.rig.console.line(/(boot|platform|main): /, from, WAIT_MS);
      // Whoever waited when the power went is still waiting, and hears of the next life too.
      this.#at = Math.max(this.#at, lines.indexOf(line, from) + 1);
      return line;
    } catch {
      return { is: 'silent' };
    }
  }

  // ---- what a person does ----

  async giveWifi(): Promise<void> {
    const ssid = `IoT-${this.rig.board.identity.mac.slice(-6)}`;
    const { portal, leave } = await this.rig.bench.laptop.join({ ssid });
    const saved = this.#line(/^boot: saved wifi/);
    try {
      await Promise.all([ask(portal, 'POST', '/wifi', { body: SITE }).catch(cutShort), saved]);
    } finally {
      await leave();
    }
  }

  async factoryReset(): Promise<void> {
    const restart = this.#line(/^platform: restart factory-reset/);
    await Promise.all([this.rig.ask('POST', '/factory-reset').catch(cutShort), restart]);
  }

  /** Its app fails once; the platform has to stay. */
  async crash(): Promise<void> {
    const failed = this.#line(/^platform: error app/);
    await Promise.all([this.rig.ask('POST', '/crash'), failed]);
    const status = await this.rig.ask('GET', '/status');
    if (!String(status.json.app_error).includes('crash')) throw new Error(`/status says ${status.text}`);
  }

  #line(pattern: RegExp): Promise<string> {
    return this.rig.console.line(pattern, undefined, WAIT_MS);
  }
}

/** A board in a hurry restarts before all of its answer has left: its console tells what it did. */
function cutShort(): void {}
