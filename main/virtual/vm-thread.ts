/** The worker thread of one VM, from start to end: a board has another one after each reset. */
import { Worker } from 'node:worker_threads';
import { Alarm } from './alarm.ts';
import { endThread, interruptThread } from './interrupt.ts';
import { BELL, type FromVm, type PlacedFromVm, type ToVm, type VmBoot } from './vm/messages.ts';
import { createWire, createWireReader } from './vm/wire.ts';
import { vmCode } from './vm-code.ts';

/** A program that has not looked at its Ctrl-C for so long is busy, and is interrupted for it. */
const BUSY_MS = 100;
/** A worker's JavaScript is small and mostly old: a young generation of the default size is 4 MB a board unused. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 24 };

let started = 0;

export type VmThreadBoot = Omit<VmBoot, 'wasm' | 'loaderUrl' | 'port' | 'bell' | 'wire'>;

/** What a board has to do with; the rest is between the threads. */
export type VmMessage = Exclude<FromVm, { type: 'tx' | 'alarm' }>;

export interface VmThreadEvents {
  /** What the board sends over its wire. */
  serial(bytes: Uint8Array): void;
  message(message: VmMessage): void;
  /** The VM fell over: a fault of this port, not of the program. */
  died(reason: string): void;
}

export class VmThread {
  readonly #name: string;
  readonly #worker: Worker;
  readonly #bell = new Int32Array(new SharedArrayBuffer(BELL.length * Int32Array.BYTES_PER_ELEMENT));
  readonly #alarm = new Alarm(this.#bell, () => this.#lookUp());
  #posted = 0;
  /** The number of the message that has the last Ctrl-C in it. */
  #interrupts = 0;
  #busy: NodeJS.Timeout | undefined;
  #over = false;

  /** None of `to` is called after `end`. */
  constructor(boot: VmThreadBoot, to: VmThreadEvents) {
    const wire = createWire();
    const reader = createWireReader(wire);
    const { worker, wasm, loaderUrl, port } = vmCode();
    const workerData: VmBoot = {
      ...boot,
      wasm,
      loaderUrl,
      port,
      bell: this.#bell.buffer as SharedArrayBuffer,
      wire,
    };
    this.#name = `vm-${++started}`;
    this.#worker = new Worker(worker, { workerData, name: this.#name, resourceLimits: HEAP_LIMITS });
    this.#worker.on('message', ([place, message]: PlacedFromVm) => {
      // Counted first: handling may be long, and the VM may go on meanwhile.
      Atomics.add(this.#bell, BELL.handled, 1);
      Atomics.notify(this.#bell, BELL.handled);
      if (this.#over) return;
      const bytes = message.type === 'tx' ? reader.tx(place) : reader.mark(place);
      if (bytes.length > 0) to.serial(bytes);
      if (message.type === 'alarm') this.#alarm.set();
      else if (!this.#over && message.type !== 'tx') to.message(message);
    });
    this.#worker.on('error', (error: Error) => {
      if (!this.#over) to.died(error.stack ?? error.message);
    });
  }

  post(message: ToVm): void {
    if (this.#over) return;
    this.#posted++;
    this.#worker.postMessage(message);
    Atomics.add(this.#bell, BELL.rings, 1);
    Atomics.notify(this.#bell, BELL.rings);
  }

  /** When the watchdog was fed last, the low bits of `Date.now()`: a new thread gets it from the one before. */
  get fed(): number {
    return Atomics.load(this.#bell, BELL.fed);
  }

  set fed(at: number) {
    Atomics.store(this.#bell, BELL.fed, at);
  }

  /** Real ms since then. */
  get fedAgo(): number {
    return (Date.now() - this.fed) | 0;
  }

  /** What was posted has a Ctrl-C in it: a program that never waits is made to see it. */
  interrupt(): void {
    this.#interrupts = this.#posted;
    this.#busy ??= setTimeout(() => {
      this.#busy = undefined;
      if (this.#over || Atomics.load(this.#bell, BELL.read) >= this.#interrupts) return;
      void this.#lookUp();
    }, BUSY_MS).unref();
  }

  /** Has the VM look up from what it does: see `LOOK_UP`. */
  async #lookUp(): Promise<void> {
    try {
      await interruptThread(this.#name);
    } catch (error) {
      if (!this.#over) console.warn(`${this.#name} could not be interrupted: ${String(error)}`);
    }
  }

  /** From this moment on nothing comes from it; resolves when the thread is gone. */
  async end(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#busy);
    this.#alarm.stop();
    await endThread(this.#worker);
  }
}
