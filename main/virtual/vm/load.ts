/** Makes a MicroPython VM of the shared wasm module, with the board's clocks and error numbers in place of its own. */
import type { MicroPython, MicroPythonLoader } from './emscripten.ts';
import { translateErrno } from './errno.ts';

export interface VmMachine {
  readonly vm: MicroPython;
  /** The VM's memory; another buffer after it has grown. */
  memory(): ArrayBuffer;
  /** Static data begins there. */
  stackEnd(): number;
}

interface VmExports {
  readonly memory: WebAssembly.Memory;
  readonly emscripten_stack_get_base: () => number;
}

export interface VmSenses {
  /** Milliseconds since power on. */
  ticks(): number;
  /** Unix milliseconds of the board's real-time clock. */
  time(): number;
  print(bytes: Uint8Array): void;
}

export async function loadVm(
  { loadMicroPython }: MicroPythonLoader,
  wasm: WebAssembly.Module,
  { ticks, time, print }: VmSenses,
): Promise<VmMachine> {
  let exports: WebAssembly.Exports = {};
  const original = WebAssembly.instantiate;
  // Clocks and system calls are imports of the wasm module: replaced before it is made.
  const instantiate = async (_bytes: unknown, imports: { env: Record<string, unknown> }) => {
    translateErrno(imports.env);
    imports.env.mp_js_ticks_ms = ticks;
    imports.env.mp_js_time_ms = time;
    const instance = new WebAssembly.Instance(wasm, imports as unknown as WebAssembly.Imports);
    exports = instance.exports;
    return { instance, module: wasm };
  };
  Object.assign(WebAssembly, { instantiate });
  try {
    const vm = await loadMicroPython({
      heapsize: 192 * 1024,
      pystack: 4096,
      linebuffer: false,
      // `port/_start.py` puts the serial port in the place of the VM's own stdin.
      stdin: () => null,
      stdout: print,
      stderr: print,
    });
    const { memory, emscripten_stack_get_base } = exports as unknown as VmExports;
    return { vm, memory: () => memory.buffer, stackEnd: emscripten_stack_get_base };
  } finally {
    Object.assign(WebAssembly, { instantiate: original });
  }
}
