/**
 * One MicroPython VM in one worker thread: what a board does between power on and reset.
 *
 * boot.py, then main.py, then the REPL for ever. The thread never goes back to its event loop; it ends when the host
 * terminates it (power off) or after the message that says why the VM ended itself.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { MicroPython, MicroPythonLoader } from './emscripten.ts';
import { translateErrno } from './errno.ts';
import { mountFlash } from './filesystem.ts';
import { createClock, createInbox } from './inbox.ts';
import { BELL, type FromVm, type ReplMode, type ResetWhy, type ToVm, type VmBoot } from './messages.ts';
import { createNatives } from './natives.ts';
import { createRepl } from './repl.ts';
import { createSockets } from './sockets.ts';

const CTRL_A = 0x01;
const CTRL_C = 0x03;
const LF = 0x0a;
const CR = 0x0d;
/** Of the wasm build, in its banner. */
const VM_MACHINE = 'JS with Emscripten';
const FLUSH_AT = 256;

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
const serialIn: number[] = [];
let vm: MicroPython | undefined;
let memory: WebAssembly.Memory | undefined;
let interruptible = false;
let rtcOffset = boot.rtcOffset;
let cutAfter = boot.cutAfter;
let mode: ReplMode | 'off' = 'off';
let muted = false;
let result: string | null = null;

const inbox = createInbox(port, bell, clock, handle);
const send = (message: FromVm, transfer?: readonly ArrayBuffer[]) => {
  if (message.type !== 'tx') flush();
  inbox.send(message, transfer);
};
const sockets = createSockets(send);

// ---- serial out: what the board prints, with the carriage returns that a board's stdout adds ----

let out: number[] = [];

function print(bytes: Uint8Array): void {
  if (muted) return;
  for (const byte of bytes) {
    if (byte === LF && out.at(-1) !== CR) out.push(CR);
    out.push(byte);
    if (byte === LF || out.length >= FLUSH_AT) flush();
  }
}

function emit(bytes: readonly number[] | Uint8Array): void {
  for (const byte of bytes) out.push(byte);
}

function flush(): void {
  if (out.length === 0) return;
  const bytes = Buffer.from(atPrompt() ? nameBoard(out) : out);
  out = [];
  inbox.send({ type: 'tx', bytes: Uint8Array.from(bytes) });
}

const atPrompt = () => mode === 'friendly' || mode === 'raw';

/** The banner names the board and not the VM. */
function nameBoard(bytes: number[]): number[] {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.includes(VM_MACHINE)) return bytes;
  return [...Buffer.from(text.replace(VM_MACHINE, boot.board.machine), 'latin1')];
}

// ---- waiting ----

function wait(ms: number): void {
  flush();
  inbox.wait(ms);
}

function readSerial(): number {
  for (;;) {
    const byte = serialIn.shift();
    if (byte !== undefined) return byte;
    wait(-1);
  }
}

function handle(message: ToVm): void {
  switch (message.type) {
    case 'rx':
      for (const byte of message.bytes) {
        if (byte === CTRL_C && interruptible && vm?._module._mp_hal_get_interrupt_char() === CTRL_C) {
          vm._module._mp_sched_keyboard_interrupt();
        } else {
          serialIn.push(byte);
        }
      }
      return;
    case 'cut-after':
      cutAfter = message.operations;
      return;
    case 'sta':
    case 'ap-stations':
    case 'answer':
      natives.handle(message);
      return;
    default:
      sockets.handle(message);
  }
}

const natives = createNatives({
  identity: boot.board,
  resetCause: boot.resetCause,
  sockets,
  memory: (address, length) => new Uint8Array(memory?.buffer ?? new ArrayBuffer(0), address, length),
  send,
  drain: inbox.drain,
  wait,
  reset(why): never {
    throw new VmEnded(why);
  },
  stdinWaiting: () => {
    inbox.drain();
    return serialIn.length > 0;
  },
  result: (value) => {
    result = value;
  },
  setRtc(seconds) {
    rtcOffset += seconds * 1000;
    send({ type: 'rtc', offset: rtcOffset });
  },
});

// ---- the VM ----

/** The VM's two clocks and its error numbers are imports of the wasm module: replaced before it is made. */
function instantiate(imports: { env: Record<string, unknown> }): WebAssembly.WebAssemblyInstantiatedSource {
  translateErrno(imports.env);
  imports.env.mp_js_ticks_ms = () => clock.ticks();
  imports.env.mp_js_time_ms = () => Date.now() + rtcOffset;
  const instance = new WebAssembly.Instance(boot.wasm, imports as unknown as WebAssembly.Imports);
  memory = instance.exports.memory as WebAssembly.Memory;
  return { instance, module: boot.wasm };
}

async function load(): Promise<MicroPython> {
  const { loadMicroPython } = (await import(boot.loaderUrl)) as MicroPythonLoader;
  const original = WebAssembly.instantiate;
  Object.assign(WebAssembly, {
    instantiate: (_bytes: unknown, imports: { env: Record<string, unknown> }) =>
      Promise.resolve(instantiate(imports)),
  });
  const made = await loadMicroPython({
    heapsize: 192 * 1024,
    pystack: 4096,
    linebuffer: false,
    stdin: readSerial,
    stdout: print,
    stderr: print,
  });
  Object.assign(WebAssembly, { instantiate: original });
  return made;
}

function installPort(made: MicroPython): void {
  made.registerJsModule('_vb', natives.module);
  for (const [name, source] of Object.entries(boot.port)) made.FS.writeFile(`/tmp/${name}.py`, source);
  made.runPython(
    "import sys; sys.path[:] = ['/tmp', '.frozen']; import _start; _start.start(); del sys, _start",
  );
  mountFlash(made, boot.files, {
    geometry: boot.flash,
    commit(op) {
      inbox.drain();
      send({ type: 'flash', op });
      if (cutAfter === null || --cutAfter > 0) return;
      send({ type: 'cut' });
      for (;;) Atomics.wait(bell, BELL.rings, Atomics.load(bell, BELL.rings));
    },
  });
}

/** Runs Python of the port itself and gives what it handed to `_vb.result`. */
function runPort(made: MicroPython, code: string): string | null {
  result = null;
  interruptible = true;
  try {
    made.runPython(code);
  } finally {
    interruptible = false;
  }
  return result;
}

function enter(next: ReplMode): void {
  if (next === mode) return;
  send({ type: 'mode', mode: next });
  mode = next;
}

/** boot.py and main.py; true when one of them ended with SystemExit, which is a soft reset. */
function runPrograms(made: MicroPython): boolean {
  const names = { all: ['boot.py', 'main.py'], raw: ['boot.py'], prompt: [] }[boot.run];
  enter('program');
  for (const name of names) {
    if (!made.FS.analyzePath(`/${name}`).exists) continue;
    if (runPort(made, `__import__('_run').program('${name}', globals())`) === 'exit') return true;
  }
  return false;
}

function startRepl(made: MicroPython) {
  const resting = (): ReplMode => (repl.mode() === 'raw' ? 'raw' : 'friendly');
  const repl = createRepl(
    {
      process: made.replProcessChar,
      emit,
      executing() {
        enter(repl.mode() === 'raw' ? 'raw-executing' : 'program');
        interruptible = true;
      },
      executed() {
        interruptible = false;
        enter(resting());
      },
      paste(source) {
        made.FS.writeFile('/tmp/_paste', source);
        const error = runPort(made, "__import__('_run').paste(globals())");
        return { error: error ?? '', reset: error === null };
      },
    },
    boot.mode,
  );
  enter(resting());
  muted = boot.mode === 'raw';
  made.replInit();
  muted = false;
  if (boot.mode === 'raw') made.replProcessChar(CTRL_A);
  flush();
  return repl;
}

/** Until the VM ends itself. */
function live(made: MicroPython): 'friendly' | 'raw' {
  if (runPrograms(made)) return boot.mode;
  const repl = startRepl(made);
  for (;;) {
    const outcome = repl.feed(readSerial());
    if (serialIn.length === 0) flush();
    if (outcome.done) return outcome.mode;
  }
}

async function main(): Promise<void> {
  try {
    vm = await load();
    installPort(vm);
    send({ type: 'up' });
    end('soft', live(vm));
  } catch (error) {
    if (error instanceof VmEnded)
      end(error.why, mode === 'raw' || mode === 'raw-executing' ? 'raw' : 'friendly');
    else
      send({ type: 'died', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function end(why: ResetWhy, replMode: 'friendly' | 'raw'): void {
  if (why === 'soft') emit(Buffer.from('MPY: soft reboot\r\n'));
  send({ type: 'reset', why, mode: replMode });
}

await main();
