/**
 * One virtual board: a flash that lasts, a VM that comes and goes with resets, a serial port, a radio.
 *
 *     off ──powerOn──► starting ──up──► running ──reset──► starting
 *      ▲                  │                │  │
 *      └────powerOff──────┴────────────────┘  └─bootloader─► bootloader ──reset──► starting
 *      └────power cut at the k-th flash operation
 *
 * A change of state is made in one go, without waiting: from that moment on the thread that was there is not heard any
 * more, and the next one may start. What listeners ask for meanwhile comes right after it (`#change`).
 *
 * Long because every change of a board's state stands in this one place.
 */
import type { Duplex } from 'node:stream';
import { Failure } from '../../preload/contract/errors.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import type { PortOpenOptions, SerialLink } from '../serial/index.ts';
import type { EnChange, LineOrder } from './auto-reset.ts';
import { type BoardEvent, frameOf, type VirtualBoardState } from './board-events.ts';
import type { Cable } from './cable.ts';
import { type Drive, mountDrive } from './drive.ts';
import { createFlash, type VirtualFlash } from './flash.ts';
import { type Forward, openForward } from './forward.ts';
import { createGuestSockets } from './guest-sockets.ts';
import { I2cBus } from './i2c-bus.ts';
import { identityOf, PORTS } from './identity.ts';
import { Meters } from './meters.ts';
import { DOWNLOAD_MODE, type Firmware, type OtherFirmware, startFirmware } from './other-firmware.ts';
import type { Radio, RadioGuest } from './radio.ts';
import { type RuntimeName, runtimeOf } from './runtimes.ts';
import { SerialPort, USUAL_BAUD_RATE } from './serial-port.ts';
import { type Uart, uartStage } from './uart.ts';
import type { FlashCost } from './vm/flash-cost.ts';
import type {
  BoardIdentity,
  FileSystemKind,
  FlashFault,
  FromVm,
  KeptWlan,
  RawPaste,
  ResetCause,
  ToVm,
} from './vm/messages.ts';
import { type VmMessage, VmThread } from './vm-thread.ts';
import { Watchdog } from './watchdog.ts';

const CTRL_C = 0x03;
const NEW_WLAN: KeptWlan = { gen: 0, state: '{}' };
/** What ESP-IDF says before it resets for too little voltage (esp_system/port/brownout.c). */
const BROWN_OUT = Buffer.from('\r\nBrownout detector was triggered\r\n\r\n');

export interface VirtualBoardOptions {
  readonly kind: BoardKind;
  /** Decides the board's addresses; boards of one bench have different ones. */
  readonly number: number;
  readonly radio: Radio;
  /** An older MicroPython than the usual one of that kind. */
  readonly runtime?: RuntimeName | undefined;
  /** Size of the file system in bytes, instead of the port's own. */
  readonly flashBytes?: number | undefined;
  /** What its flash takes its time for; nothing unless given. */
  readonly flashCost?: FlashCost | undefined;
  /** It is reached over a UART of this rate; without it its line is as fast as the computer, and loses nothing. */
  readonly uart?: Uart | undefined;
  /** How it takes sources; as its runtime does unless said otherwise. */
  readonly rawPaste?: RawPaste | undefined;
  /** What is on it instead of MicroPython. */
  readonly firmware?: OtherFirmware | undefined;
  /** How the driver of its bridge changes two lines at once; `together` unless said otherwise. */
  readonly lineOrder?: LineOrder | undefined;
  /** How its flash was formatted; as its port does it unless said otherwise. */
  readonly filesystem?: FileSystemKind | undefined;
  /** Board milliseconds for each real one; 1 unless a test is in a hurry. */
  readonly clockRate?: number | undefined;
}

export class VirtualBoard {
  readonly identity: BoardIdentity;
  readonly path: string;
  readonly flash: VirtualFlash;
  readonly i2c = new I2cBus();
  /** What its program has moved, over all resets until `meters.reset()`. */
  readonly meters = new Meters();
  /** What a person may press or turn: pin name to level, ADC input to 16-bit reading. */
  readonly inputs = { pins: new Map<string, number>(), adc: new Map<string, number>() };

  readonly #radio: Radio;
  readonly #clockRate: number;
  readonly #flashCost: FlashCost | null;
  readonly #ring: number | null;
  readonly #serial: SerialPort;
  readonly #guest: RadioGuest;
  readonly #sockets: ReturnType<typeof createGuestSockets>;
  readonly #listeners = new Set<(event: BoardEvent) => void>();
  #opening: Promise<Forward> | undefined;
  #forward: Forward | undefined;
  readonly #watchdog = new Watchdog(
    () => this.#vm?.fedAgo ?? 0,
    () => void this.reset('wdt'),
  );
  readonly #changes: (() => void)[] = [];
  /** Threads that have been told to end and have not yet. */
  readonly #ending = new Set<Promise<void>>();
  #state: VirtualBoardState = 'off';
  #vm: VmThread | undefined;
  readonly #otherFirmware: OtherFirmware | undefined;
  #firmware: Firmware | undefined;
  #drive: Drive | undefined;
  #rtcOffset = 0;
  #cutAfter: number | null = null;
  #flashFault: FlashFault = { is: 'sound' };
  #disposed = false;

  constructor(options: VirtualBoardOptions) {
    this.identity = identityOf(
      options.kind,
      options.number,
      runtimeOf(options.kind, options.runtime, options.rawPaste),
    );
    this.path = `virtual:${options.kind}-${options.number}`;
    this.flash = createFlash(options.kind, options.filesystem, options.flashBytes);
    this.#radio = options.radio;
    this.#clockRate = options.clockRate ?? 1;
    this.#flashCost = options.flashCost ?? null;
    this.#ring = options.uart?.ring ?? null;
    this.#guest = {
      identity: this.identity,
      post: (message) => this.#post(message),
      accept: (port, stream, peer) => this.#sockets.accept(port, stream, peer),
    };
    this.#sockets = createGuestSockets(
      (message) => this.#post(message),
      (ip, port) => this.#radio.dial(this.#guest, ip, port),
      PORTS[options.kind].connections,
    );
    this.#otherFirmware = options.firmware;
    const wiring = {
      wire: PORTS[options.kind].wire,
      baudRate: options.uart?.baudRate ?? USUAL_BAUD_RATE,
      lineOrder: options.lineOrder ?? 'together',
    };
    this.#serial = new SerialPort(this.path, wiring, {
      write: (bytes) => this.#receive(bytes),
      enable: (change) => this.#change(() => this.#enable(change)),
    });
    if (options.uart) {
      this.cable.add('down', uartStage(options.uart.baudRate));
      this.cable.add('up', uartStage(options.uart.baudRate));
    }
    this.#radio.attach(this.#guest);
  }

  /** Its cable, which may be made slow or bad. */
  get cable(): Cable {
    return this.#serial.cable;
  }

  get kind(): BoardKind {
    return this.identity.kind;
  }

  get state(): VirtualBoardState {
    return this.#state;
  }

  /** Where the drive of a Pico in BOOTSEL is mounted; nowhere otherwise. */
  get drive(): string | undefined {
    return this.#drive?.path;
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
    this.#opening ??= openForward(
      (stream) => this.ip !== undefined && this.acceptFromAir(stream, '10.77.0.1'),
    );
    this.#forward = await this.#opening;
    return this.#forward.address;
  }

  /** `address()` without waiting; there once it was asked for, which the first power on does. */
  get knownAddress(): string | undefined {
    return this.#forward?.address;
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
    this.#change(() => {
      if (this.#state !== 'off' || this.#disposed) return;
      void this.address();
      this.#rtcOffset = this.#powerOnTime();
      this.#start('power-on');
    });
  }

  /** Resolves when nothing of the board runs any more. */
  async powerOff(): Promise<void> {
    this.#change(() => this.#lose());
    await this.#ended();
  }

  /** As by the reset button: nothing of the program's is carried over but the flash and the clock. */
  async reset(why: 'hard' | 'wdt' = 'hard'): Promise<void> {
    this.#change(() => this.#restart(why, why === 'hard' ? 'button' : 'wdt'));
    await this.#ended();
  }

  /**
   * Started with its button held: BOOTSEL of a Pico, whose port goes and whose drive comes; BOOT (IO0) of an ESP32, which then waits for a
   * download. A reset or new power gets it out.
   */
  async enterBootloader(): Promise<void> {
    this.#change(() => {
      if (this.#state !== 'off') this.#enterBootloader();
    });
    await this.#ended();
  }

  /** The voltage fell: as a loss of power that is over at once. An ESP32 says so on its console. */
  async brownOut(): Promise<void> {
    this.#change(() => {
      if (this.#state === 'off') return;
      if (this.kind === 'esp32') this.#serial.emit(BROWN_OUT);
      this.#rtcOffset = this.#powerOnTime();
      this.#restart('power', 'power-on');
    });
    await this.#ended();
  }

  /**
   * The plug is pulled out. A board that lives on its USB cable loses its power with it; one that has power of its own runs on,
   * and is heard by nobody. Resolves when nothing runs any more that lost its power.
   */
  async unplug(power: 'bus' | 'own' = 'bus'): Promise<void> {
    this.#change(() => {
      this.#serial.unplug();
      if (power === 'bus') this.#lose();
    });
    await this.#ended();
  }

  /** The plug is in again, and with it the power. */
  plug(): void {
    this.#change(() => this.#serial.plug());
    this.powerOn();
  }

  /** From now on, through all resets, its flash is like this. */
  setFlashFault(fault: FlashFault): void {
    this.#flashFault = fault;
    this.#post({ type: 'flash-fault', fault });
  }

  /** Power goes right after so many more flash operations have been committed (null: it stays). */
  cutPowerAfter(operations: number | null): void {
    this.#cutAfter = operations;
    this.#post({ type: 'cut-after', operations });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.powerOff();
    this.#radio.detach(this.#guest);
    await (await this.#opening)?.close();
  }

  /** @throws Failure `port-not-found`, `port-busy` */
  open(options?: PortOpenOptions): SerialLink {
    if (!this.#serial.present) throw new Failure('port-not-found', { port: this.path });
    return this.#serial.open(options);
  }

  /** Called when the port appears or goes. */
  onPort(listener: () => void): () => void {
    return this.#serial.onPresence(listener);
  }

  /** An offset to this computer's clock: a board's own knows nothing after a loss of power. */
  #powerOnTime(): number {
    return PORTS[this.kind].powerOnTime * 1000 - Date.now();
  }

  // ---- changes of state ----

  /** Runs a change, after the one that is under way: listeners may ask for the next one while they hear of this one. */
  #change(change: () => void): void {
    this.#changes.push(change);
    if (this.#changes.length > 1) return;
    for (let next = this.#changes[0]; next; next = this.#changes[0]) {
      try {
        next();
      } finally {
        this.#changes.shift();
      }
    }
  }

  #start(resetCause: ResetCause, mode: 'friendly' | 'raw' = 'friendly', wlan = NEW_WLAN): void {
    if (this.#otherFirmware !== undefined) {
      this.#startOther(this.#otherFirmware);
      return;
    }
    const vm = new VmThread(
      {
        board: this.identity,
        files: this.flash.entries,
        meters: this.meters.shared,
        flash: this.flash.geometry,
        flashCost: this.#flashCost,
        ring: this.#ring,
        mode,
        clockRate: this.#clockRate,
        rtcOffset: this.#rtcOffset,
        resetCause,
        wlan,
        cutAfter: this.#cutAfter,
        flashFault: this.#flashFault,
      },
      {
        serial: (bytes) => this.#serial.emit(bytes),
        message: (message) => this.#change(() => this.#vm === vm && this.#handle(message)),
        died: (reason) => this.#emit({ type: 'died', reason }),
      },
    );
    this.#vm = vm;
    this.#setState('starting');
    // Power is there: a UART bridge shows its port at once, a Pico's USB stack a moment later.
    if (PORTS[this.kind].wire === 'bridge') this.#serial.appear();
  }

  #startOther(what: OtherFirmware): void {
    this.#setState('running');
    if (PORTS[this.kind].wire === 'bridge') this.#serial.appear();
    this.#firmware = startFirmware(what, this.kind, {
      say: (text) => this.#serial.emit(Buffer.from(text, 'latin1')),
      shows: (is) => this.#change(() => (is ? this.#serial.appear() : this.#serial.vanish())),
    });
  }

  /** The VM is gone, and its connections with it. */
  #halt(): void {
    this.#firmware?.stop();
    this.#firmware = undefined;
    const vm = this.#vm;
    this.#vm = undefined;
    this.#sockets.reset();
    if (!vm) return;
    const ending = vm.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  async #ended(): Promise<void> {
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  #lose(): void {
    this.#watchdog.stop();
    this.#halt();
    this.#radio.silence(this.#guest);
    this.#serial.vanish();
    this.#setState('off');
  }

  #restart(why: 'hard' | 'wdt' | 'power', cause: ResetCause): void {
    if (this.#state === 'off') return;
    this.#watchdog.stop();
    this.#halt();
    this.#radio.silence(this.#guest);
    if (PORTS[this.kind].wire === 'usb') this.#serial.vanish();
    this.#emit({ type: 'reset', why });
    this.#start(cause);
  }

  /** The watchdog and the radio do not notice a soft reset: the one is hardware, the other starts with the power. */
  #restartSoftly(mode: 'friendly' | 'raw', wlan: KeptWlan): void {
    const fed = this.#vm?.fed ?? 0;
    this.#halt();
    this.#emit({ type: 'reset', why: 'soft' });
    this.#start('soft', mode, wlan);
    if (this.#vm) this.#vm.fed = fed;
    this.#radio.tell(this.#guest);
  }

  #enterBootloader(): void {
    this.#watchdog.stop();
    this.#halt();
    this.#radio.silence(this.#guest);
    this.#emit({ type: 'reset', why: 'bootloader' });
    if (this.kind === 'pico') {
      this.#serial.vanish();
      this.#drive ??= mountDrive();
    }
    this.#setState('bootloader');
    if (this.kind === 'esp32') this.#serial.emit(Buffer.from(DOWNLOAD_MODE));
  }

  /** EN is low: nothing runs. It rises: the chip looks at IO0 and starts. */
  #enable(change: EnChange): void {
    if (this.#state === 'off') return;
    if (change === 'download') this.#enterBootloader();
    else if (change === 'program') this.#restart('hard', 'button');
    else {
      this.#watchdog.stop();
      this.#halt();
      this.#radio.silence(this.#guest);
      this.#setState('starting');
    }
  }

  // ---- the VM ----

  #post(message: ToVm): void {
    this.#vm?.post(message);
  }

  #handle(message: VmMessage): void {
    switch (message.type) {
      case 'up':
        this.#setState('running');
        this.#serial.appear();
        return;
      case 'flash':
        this.flash.apply(message.op);
        if (message.op.op === 'write') this.meters.addCommit(message.op.bytes.length);
        if (this.#cutAfter !== null) this.#cutAfter--;
        this.#emit({ type: 'flash', operations: this.flash.operations });
        return;
      case 'flash-read':
        this.meters.addRead(message.path, message.bytes);
        return;
      case 'cut':
        this.#cutAfter = null;
        this.#lose();
        this.#emit({ type: 'power-cut' });
        return;
      case 'reset':
        if (message.why === 'hard') this.#restart('hard', 'program');
        else if (message.why === 'soft') this.#restartSoftly(message.mode, message.wlan);
        else this.#enterBootloader();
        return;
      case 'died':
        this.#emit({ type: 'died', reason: message.reason });
        return;
      case 'wdt':
        this.#watchdog.start(message.ms / this.#clockRate);
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
      case 'datagram':
        this.#sendDatagram(message);
        return;
      case 'call':
        this.#post({ type: 'answer', id: message.id, json: JSON.stringify(this.#answer(message) ?? null) });
        return;
      default:
        this.#sockets.handle(message);
    }
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

  #sendDatagram({ fromPort, ip, port, bytes }: Extract<FromVm, { type: 'datagram' }>): void {
    this.#radio.datagram(this.#guest, fromPort, { ip, port }, bytes);
  }

  #receive(bytes: Uint8Array): void {
    this.#firmware?.receive(bytes);
    this.#post({ type: 'rx', bytes });
    if (bytes.includes(CTRL_C)) this.#vm?.interrupt();
  }

  #setState(state: VirtualBoardState): void {
    if (this.#state === state) return;
    if (state !== 'bootloader') {
      this.#drive?.remove();
      this.#drive = undefined;
    }
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  #emit(event: BoardEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
