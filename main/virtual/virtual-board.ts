/**
 * One virtual board: a flash that lasts, a VM that comes and goes with resets, a serial port, a radio.
 *
 *     off ──powerOn──► starting ──up──► running ──reset──► starting
 *      ▲                  │                │  │
 *      └────powerOff──────┴────────────────┘  └─bootloader─► bootloader ──reset──► starting
 *      └────power cut at the k-th flash operation
 */
import type { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../preload/contract/errors.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import type { SerialLink } from '../serial/index.ts';
import { createFlash, type VirtualFlash } from './flash.ts';
import { type Forward, openForward } from './forward.ts';
import { createGuestSockets } from './guest-sockets.ts';
import { I2cBus } from './i2c-bus.ts';
import { identityOf, PORTS } from './identity.ts';
import type { Radio, RadioGuest } from './radio.ts';
import { SerialPort } from './serial-port.ts';
import {
  BELL,
  type BoardIdentity,
  type FromVm,
  type ReplMode,
  type ToVm,
  type VmBoot,
} from './vm/messages.ts';
import { vmCode } from './vm-code.ts';

/** A program that has not looked at its Ctrl-C for so long is spinning: see `#breakSpin`. */
const SPIN_MS = 1500;
/** A worker's JavaScript is small and mostly old: a young generation of the default size is 4 MB a board unused. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 24 };
const CTRL_C = 0x03;
const RESET_CAUSE = { powerOn: 1, hard: 2, wdt: 3, soft: 5 } as const;
const POWER_ON_RESET = RESET_CAUSE.powerOn;

export type VirtualBoardState = 'off' | 'starting' | 'running' | 'bootloader';

export interface VirtualBoardOptions {
  readonly kind: BoardKind;
  /** Decides the board's addresses; boards of one bench have different ones. */
  readonly number: number;
  readonly radio: Radio;
  /** Size of the file system in bytes, instead of the port's own. */
  readonly flashBytes?: number | undefined;
  /** Board milliseconds for each real one; 1 unless a test is in a hurry. */
  readonly clockRate?: number | undefined;
}

/** One frame that a NeoPixel strip was told to show: `[red, green, blue]` a LED. */
export interface LedFrame {
  readonly pin: number;
  readonly leds: readonly (readonly [number, number, number])[];
}

export type BoardEvent =
  | { type: 'state'; state: VirtualBoardState }
  | { type: 'leds'; frame: LedFrame }
  | { type: 'pin'; pin: string; value: number }
  | { type: 'reset'; why: 'power' | 'hard' | 'soft' | 'wdt' | 'bootloader' }
  | { type: 'power-cut' }
  | { type: 'flash'; operations: number }
  | { type: 'died'; reason: string };

export class VirtualBoard {
  readonly identity: BoardIdentity;
  readonly path: string;
  readonly flash: VirtualFlash;
  readonly i2c = new I2cBus();
  /** What a person may press or turn: pin name to level, ADC input to 16-bit reading. */
  readonly inputs = { pins: new Map<string, number>(), adc: new Map<string, number>() };

  readonly #radio: Radio;
  readonly #clockRate: number;
  readonly #serial: SerialPort;
  readonly #guest: RadioGuest;
  readonly #sockets: ReturnType<typeof createGuestSockets>;
  readonly #listeners = new Set<(event: BoardEvent) => void>();
  #forward: Forward | undefined;
  #state: VirtualBoardState = 'off';
  #worker: Worker | undefined;
  #bell = new Int32Array(new SharedArrayBuffer(0));
  #posted = 0;
  #mode: ReplMode = 'program';
  #rtcOffset = 0;
  #cutAfter: number | null = null;
  #wdt: { timer: NodeJS.Timeout; ms: number } | undefined;
  #spin: NodeJS.Timeout | undefined;

  constructor(options: VirtualBoardOptions) {
    this.identity = identityOf(options.kind, options.number);
    this.path = `virtual:${options.kind}-${options.number}`;
    this.flash = createFlash(options.kind, options.flashBytes);
    this.#radio = options.radio;
    this.#clockRate = options.clockRate ?? 1;
    this.#guest = {
      identity: this.identity,
      post: (message) => this.#post(message),
      accept: (port, stream, peer) => this.#sockets.accept(port, stream, peer),
    };
    this.#sockets = createGuestSockets(
      (message) => this.#post(message),
      (ip, port) => this.#radio.dial(this.#guest, ip, port),
    );
    this.#serial = new SerialPort(this.path, PORTS[options.kind].wire, {
      write: (bytes) => this.#receive(bytes),
      resetLine: () => void this.reset(),
    });
    this.#radio.attach(this.#guest);
  }

  get kind(): BoardKind {
    return this.identity.kind;
  }

  get state(): VirtualBoardState {
    return this.#state;
  }

  /** Is there a port to open? A Pico's goes while it resets; a UART bridge stays while there is power. */
  get plugged(): boolean {
    return this.#serial.present;
  }

  /** Its address on the virtual network that it joined. */
  get ip(): string | undefined {
    return this.#radio.addressOf(this.#guest);
  }

  /** Returns the way to stop listening. */
  onEvent(listener: (event: BoardEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `127.0.0.1:<port>` that leads to the board's port 80 while it is on a network; the same for all its life. */
  async address(): Promise<string> {
    this.#forward ??= await openForward(
      (stream) => this.ip !== undefined && this.acceptFromAir(stream, '10.77.0.1'),
    );
    return this.#forward.address;
  }

  /** A connection to port 80 over the air. */
  acceptFromAir(stream: Duplex, ip: string): boolean {
    return this.#sockets.accept(80, stream, { ip, port: 40_000 });
  }

  get guest(): RadioGuest {
    return this.#guest;
  }

  // ---- power ----

  powerOn(): void {
    if (this.#state !== 'off') return;
    this.#rtcOffset = PORTS[this.kind].powerOnTime * 1000 - Date.now();
    this.#start('all', 'friendly', POWER_ON_RESET);
  }

  async powerOff(): Promise<void> {
    await this.#stop();
    this.#serial.vanish();
    this.#setState('off');
  }

  /** As by the reset button: nothing of the program's is carried over but the flash and the clock. */
  async reset(why: 'hard' | 'wdt' = 'hard'): Promise<void> {
    if (this.#state === 'off') return;
    await this.#stop();
    if (PORTS[this.kind].wire === 'usb') this.#serial.vanish();
    this.#emit({ type: 'reset', why });
    this.#start('all', 'friendly', RESET_CAUSE[why]);
  }

  /** Power goes right after so many more flash operations have been committed (null: it stays). */
  cutPowerAfter(operations: number | null): void {
    this.#cutAfter = operations;
    this.#post({ type: 'cut-after', operations });
  }

  async dispose(): Promise<void> {
    await this.powerOff();
    this.#radio.detach(this.#guest);
    await this.#forward?.close();
  }

  /** @throws Failure `port-not-found`, `port-busy` */
  open(): SerialLink {
    if (!this.#serial.present) throw new Failure('port-not-found', { port: this.path });
    return this.#serial.open();
  }

  /** Called when the port appears or goes. */
  onPort(listener: () => void): () => void {
    return this.#serial.onPresence(listener);
  }

  // ---- the VM ----

  #start(run: VmBoot['run'], mode: 'friendly' | 'raw', resetCause: number): void {
    const code = vmCode();
    const bell = new SharedArrayBuffer(BELL.length * Int32Array.BYTES_PER_ELEMENT);
    this.#bell = new Int32Array(bell);
    this.#posted = 0;
    this.#mode = 'program';
    const workerData: VmBoot = {
      wasm: code.wasm,
      loaderUrl: code.loaderUrl,
      bell,
      board: this.identity,
      files: this.flash.entries,
      flash: this.flash.geometry,
      port: code.port,
      run,
      mode,
      clockRate: this.#clockRate,
      rtcOffset: this.#rtcOffset,
      resetCause,
      cutAfter: this.#cutAfter,
    };
    const worker = new Worker(code.worker, { workerData, name: this.path, resourceLimits: HEAP_LIMITS });
    worker.on('message', (message: FromVm) => {
      if (this.#worker === worker) this.#handle(message);
    });
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) this.#emit({ type: 'died', reason: error.stack ?? error.message });
    });
    this.#worker = worker;
    this.#setState('starting');
    // Power is there: a UART bridge shows its port at once, a Pico's USB stack a moment later.
    if (PORTS[this.kind].wire === 'bridge') this.#serial.appear();
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    clearTimeout(this.#spin);
    clearTimeout(this.#wdt?.timer);
    this.#wdt = undefined;
    this.#spin = undefined;
    this.#sockets.reset();
    this.#radio.silence(this.#guest);
    await worker?.terminate();
  }

  #post(message: ToVm): void {
    if (!this.#worker) return;
    this.#posted++;
    this.#worker.postMessage(message);
    Atomics.add(this.#bell, BELL.rings, 1);
    Atomics.notify(this.#bell, BELL.rings);
  }

  #handle(message: FromVm): void {
    switch (message.type) {
      case 'up':
        this.#setState('running');
        this.#serial.appear();
        return;
      case 'tx':
        this.#serial.emit(message.bytes);
        return;
      case 'mode':
        this.#mode = message.mode;
        return;
      case 'flash':
        this.flash.apply(message.op);
        this.#emit({ type: 'flash', operations: this.flash.operations });
        return;
      case 'cut':
        this.#cutAfter = null;
        void this.powerOff().then(() => this.#emit({ type: 'power-cut' }));
        return;
      case 'reset':
        void this.#resetByProgram(message);
        return;
      case 'died':
        this.#emit({ type: 'died', reason: message.reason });
        return;
      case 'wdt':
        this.#feed(message.ms);
        return;
      case 'rtc':
        this.#rtcOffset = message.offset;
        return;
      case 'pin':
        this.#emit({ type: 'pin', pin: message.pin, value: message.value });
        return;
      case 'neopixel':
        this.#emit({ type: 'leds', frame: frameOf(message) });
        return;
      case 'wlan':
        this.#radio.command(this.#guest, message.gen, message.command);
        return;
      case 'call':
        this.#post({ type: 'answer', id: message.id, json: JSON.stringify(this.#answer(message) ?? null) });
        return;
      default:
        this.#sockets.handle(message);
    }
  }

  async #resetByProgram({ why, mode }: Extract<FromVm, { type: 'reset' }>): Promise<void> {
    if (why === 'hard') return this.reset('hard');
    await this.#stop();
    this.#emit({ type: 'reset', why });
    if (why === 'soft') {
      this.#start(mode === 'raw' ? 'raw' : 'all', mode, RESET_CAUSE.soft);
      return;
    }
    this.#serial.vanish();
    this.#setState('bootloader');
  }

  #answer({ name, args }: Extract<FromVm, { type: 'call' }>): unknown {
    switch (name) {
      case 'scan':
        return this.#radio.heard(this.#guest);
      case 'resolve':
        return this.#radio.resolve(this.#guest, String(args[0]));
      case 'adc':
        return this.inputs.adc.get(String(args[0])) ?? 14_000;
      case 'pin':
        return this.inputs.pins.get(String(args[0])) ?? null;
      case 'i2c':
        return this.i2c.answer(args);
    }
  }

  #feed(ms: number): void {
    clearTimeout(this.#wdt?.timer);
    const timer = setTimeout(() => void this.reset('wdt'), ms / this.#clockRate);
    timer.unref();
    this.#wdt = { timer, ms };
  }

  // ---- serial in ----

  #receive(bytes: Uint8Array): void {
    this.#post({ type: 'rx', bytes });
    if (this.#spin || !bytes.includes(CTRL_C)) return;
    const posted = this.#posted;
    this.#spin = setTimeout(() => {
      this.#spin = undefined;
      const unread = Atomics.load(this.#bell, BELL.read) < posted;
      if (this.#state === 'running' && unread) void this.#breakSpin();
    }, SPIN_MS);
    this.#spin.unref();
  }

  /**
   * Ctrl-C for a program that never waits (`while True: pass`). A board's VM looks for it at every jump; this build
   * of the VM does not, so it is ended, and a new one comes up at the prompt with what the program would have printed.
   * What is lost against a board: the program's variables.
   */
  async #breakSpin(): Promise<void> {
    const raw = this.#mode === 'raw-executing';
    const traceback = 'Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n';
    await this.#stop();
    this.#serial.emit(Buffer.from(raw ? `\x04${traceback}\x04>` : traceback));
    this.#start('prompt', raw ? 'raw' : 'friendly', RESET_CAUSE.soft);
  }

  #setState(state: VirtualBoardState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  #emit(event: BoardEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

/** WS2812 strips are sent green, red, blue (, white). */
function frameOf({ pin, bytes, bpp }: { pin: number; bytes: Uint8Array; bpp: number }): LedFrame {
  const leds: [number, number, number][] = [];
  for (let i = 0; i + 2 < bytes.length; i += bpp)
    leds.push([bytes[i + 1] ?? 0, bytes[i] ?? 0, bytes[i + 2] ?? 0]);
  return { pin, leds };
}
