/**
 * One MicroPython VM in one worker thread: what a board does between power on and reset.
 *
 * boot.py, then main.py, then the REPL for ever. The thread never goes back to its event loop; it ends when the host
 * terminates it (power off) or after the message that says why the VM ended itself.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createDatagrams } from './datagrams.ts';
import type { MicroPython, MicroPythonLoader } from './emscripten.ts';
import { mountFlash } from './filesystem.ts';
import { createFlashClock } from './flash-cost.ts';
import { createClock, createInbox } from './inbox.ts';
import { loadVm, type VmMachine } from './load.ts';
import { BELL, type FromVm, LOOK_UP, type ResetWhy, type ToVm, type VmBoot } from './messages.ts';
import { createMeters } from './meters.ts';
import { createNatives } from './natives.ts';
import { createRepl, RAW_BANNER } from './repl.ts';
import { createScheduler } from './scheduler.ts';
import { createSerialIn } from './serial-in.ts';
import { createSerialOut } from './serial-out.ts';
import { createSockets } from './sockets.ts';
import { createTimers } from './timers.ts';
import { createWireWriter } from './wire.ts';

const CTRL_A = 0x01;
const CTRL_B = 0x02;
const CTRL_C = 0x03;

/** Unwinds the VM from inside a call that it made. Not an error of the program: Python cannot catch it. */
class VmEnded {
  readonly why: ResetWhy;
  constructor(why: ResetWhy) {
    this.why = why;
  }
}

const boot = workerData as VmBoot;
const port = parentPort;
if (!port) throw new Error('the VM runs in a worker thread');

const clock = createClock(boot.clockRate);
const bell = new Int32Array(boot.bell);
/** Nobody ever notifies it. */
const standing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const serialIn = createSerialIn(boot.ring);
let machine: VmMachine | undefined;
/** May a Ctrl-C end what runs? Where not, it is a byte like others. */
let interruptible = false;
let rtcOffset = boot.rtcOffset;
let cutAfter = boot.cutAfter;
let flashFault = boot.flashFault;
let mode: 'program' | 'friendly' | 'raw' | 'raw-executing' = 'program';
let result: string | null = null;

const inbox = createInbox(port, bell, clock, handle);
const wire = createWireWriter(boot.wire, () => {
  inbox.send(wire.place(), { type: 'tx' });
  // A program that only prints is interrupted here.
  lookUp();
});
const serialOut = createSerialOut(boot.board, wire.write);
const send = (message: FromVm, transfer?: readonly ArrayBuffer[]) =>
  inbox.send(wire.mark(), message, transfer);
const count = createMeters(boot.meters);
const sockets = createSockets(send, count);
const datagrams = createDatagrams(boot.board, send, () => natives.responds(), count);
const memory = () => machine?.memory() ?? new ArrayBuffer(0);
const scheduler = createScheduler(memory);
const timers = createTimers(clock, bell, scheduler, () => send({ type: 'alarm' }));

function handle(message: ToVm): void {
  switch (message.type) {
    case 'rx':
      receive(message.bytes);
      return;
    case 'cut-after':
      cutAfter = message.operations;
      return;
    case 'flash-fault':
      flashFault = message.fault;
      return;
    case 'sta':
    case 'ap-stations':
    case 'answer':
      natives.handle(message);
      return;
    case 'datagram':
      datagrams.handle(message);
      return;
    default:
      sockets.handle(message);
  }
}

function receive(bytes: Uint8Array): void {
  const module = machine?.vm._module;
  let from = 0;
  while (interruptible && module?._mp_hal_get_interrupt_char() === CTRL_C) {
    const at = bytes.indexOf(CTRL_C, from);
    if (at < 0) break;
    serialIn.push(bytes.subarray(from, at));
    module._mp_sched_keyboard_interrupt();
    from = at + 1;
  }
  serialIn.push(bytes.subarray(from));
}

const natives = createNatives({
  identity: boot.board,
  filesystem: boot.flash.kind,
  resetCause: boot.resetCause,
  wlan: boot.wlan,
  sockets,
  datagrams,
  bell,
  memory: (address, length) => new Uint8Array(memory(), address, length),
  send,
  drain: inbox.drain,
  wait,
  waitForHost: () => inbox.wait(-1),
  reset(why): never {
    throw new VmEnded(why);
  },
  stdin: serialIn,
  stdout: serialOut.emit,
  timers,
  scheduler,
  result: (value) => {
    result = value;
  },
  setRtc(seconds) {
    rtcOffset += seconds * 1000;
    send({ type: 'rtc', offset: rtcOffset });
  },
});

/** What interrupts do on a board: what came is read, what is due is scheduled. */
function lookUp(): void {
  inbox.drain();
  timers.ring();
}

function wait(ms: number): void {
  timers.ring();
  const left = timers.left();
  inbox.wait(left >= 0 && (ms < 0 || left < ms) ? left : ms);
  timers.ring();
}

/** What the host has it do while a program never waits. */
Object.assign(globalThis, { [LOOK_UP]: lookUp });

// ---- the VM ----

function installPort({ vm, stackEnd }: VmMachine): void {
  scheduler.locate(stackEnd(), vm._module._mp_sched_keyboard_interrupt, () =>
    vm.runPython('try:\n for _ in range(2): pass\nexcept KeyboardInterrupt: pass'),
  );
  vm.registerJsModule('_vb', natives.module);
  for (const [name, source] of Object.entries(boot.port)) vm.FS.writeFile(`/tmp/${name}.py`, source);
  vm.runPython(
    "import sys; sys.path[:] = ['/tmp', '.frozen']; import _start; _start.start(); del sys, _start",
  );
  // What compiling the port has left behind goes now: inside a program that runs for ever nothing is collected.
  vm.runPython('import gc; gc.collect(); del gc');
  mountFlash(vm, boot.files, {
    geometry: boot.flash,
    clock: createFlashClock(boot.flashCost, boot.flash, stand),
    fault: () => flashFault,
    count,
    wasRead: (path, bytes) => send({ type: 'flash-read', path, bytes }),
    commit(op) {
      inbox.drain();
      send({ type: 'flash', op });
      if (cutAfter === null || --cutAfter > 0) return;
      send({ type: 'cut' });
      for (;;) Atomics.wait(bell, BELL.rings, Atomics.load(bell, BELL.rings));
    },
  });
}

/** Nothing of the board goes on for so many ms of its time; what comes over the wire waits in the ring. */
function stand(ms: number): void {
  Atomics.wait(standing, 0, 0, ms / clock.rate);
}

/** Runs Python of the port itself and gives what it handed to `_vb.result`. */
function runPort(vm: MicroPython, code: string): string | null {
  result = null;
  interruptible = true;
  try {
    vm.runPython(code);
  } finally {
    interruptible = false;
  }
  return result;
}

/**
 * boot.py and main.py; true when one of them ended with SystemExit, which is a soft reset.
 * main.py does not run after a boot.py that failed or was interrupted (ports/rp2/main.c, ports/esp32/main.c).
 */
function runPrograms(vm: MicroPython): boolean {
  for (const name of boot.mode === 'raw' ? ['boot.py'] : ['boot.py', 'main.py']) {
    if (!vm.FS.analyzePath(`/${name}`).exists) continue;
    const ended = runPort(vm, `__import__('_run').program('${name}', globals())`);
    if (ended === 'exit') return true;
    if (ended === 'failed') return false;
  }
  return false;
}

function startRepl(vm: MicroPython) {
  const repl = createRepl(
    {
      process: (byte) =>
        byte === CTRL_B ? serialOut.banner(() => vm.replProcessChar(byte)) : vm.replProcessChar(byte),
      said: serialOut.endsWith,
      emit: serialOut.emit,
      executing() {
        mode = repl.mode() === 'raw' ? 'raw-executing' : 'program';
        interruptible = true;
      },
      executed() {
        interruptible = false;
        mode = repl.mode();
      },
      paste(source) {
        vm.FS.writeFile('/tmp/_paste', source);
        const error = runPort(vm, "__import__('_run').paste(globals())");
        return { error: error ?? '', reset: error === null };
      },
    },
    boot.mode,
    boot.board.runtime.rawPaste,
  );
  mode = repl.mode();
  if (boot.mode === 'friendly') {
    serialOut.banner(vm.replInit);
  } else {
    // This REPL comes up friendly; a board's comes up raw, and says so.
    serialOut.muted(() => {
      vm.replInit();
      vm.replProcessChar(CTRL_A);
    });
    serialOut.emit(Buffer.from(RAW_BANNER));
  }
  return repl;
}

/** The next byte at the prompt, where timers go on running. */
function readSerial(vm: MicroPython): number {
  for (;;) {
    const byte = serialIn.shift();
    if (byte !== undefined) return byte;
    wait(-1);
    if (timers.left() === 0) vm.runPython("__import__('_board').idle(0)");
  }
}

/** Until the VM ends itself. */
function live(vm: MicroPython): 'friendly' | 'raw' {
  if (runPrograms(vm)) return boot.mode;
  const repl = startRepl(vm);
  for (;;) {
    const outcome = repl.feed(readSerial(vm));
    if (outcome.done) return outcome.mode;
  }
}

async function main(): Promise<void> {
  try {
    const loader = (await import(boot.loaderUrl)) as MicroPythonLoader;
    machine = await loadVm(loader, boot.wasm, {
      ticks: clock.ticks,
      time: () => Date.now() + rtcOffset,
      print: serialOut.print,
    });
    installPort(machine);
    send({ type: 'up' });
    end('soft', live(machine.vm));
  } catch (error) {
    if (error instanceof VmEnded) end(error.why, mode === 'raw-executing' ? 'raw' : 'friendly');
    else
      send({
        type: 'died',
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
  }
}

function end(why: ResetWhy, replMode: 'friendly' | 'raw'): void {
  if (why === 'soft') serialOut.emit(Buffer.from('MPY: soft reboot\r\n'));
  send({ type: 'reset', why, mode: replMode, wlan: natives.kept() });
}

await main();
