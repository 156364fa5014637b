/**
 * The code that a VM's worker thread runs, and the compiled wasm that all of them share.
 *
 * Run from source, each worker would load its own TypeScript stripper: 10 MB and 17 ms a board. So the few files of
 * `vm/` are stripped once, here, and handed over as data URLs. A build has them bundled as JavaScript already.
 */
import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const IMPORT = /(from\s+|import\s*\(\s*)'(\.\/[\w.-]+\.ts)'/g;

function dataUrl(file: string): string {
  const source = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  const linked = source.replace(
    IMPORT,
    (_, keyword: string, specifier: string) => `${keyword}'${dataUrl(join(dirname(file), specifier))}'`,
  );
  const code = `${linked}\n//# sourceURL=${basename(file)}`;
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}

export interface VmCode {
  readonly worker: URL;
  readonly wasm: WebAssembly.Module;
  readonly loaderUrl: string;
  /** The Python half of the port: module name to source. */
  readonly port: Readonly<Record<string, string>>;
}

const PORT_MODULES = [
  '_asyncio_loop',
  '_board',
  '_run',
  '_start',
  '_stdio',
  'hashlib',
  'machine',
  'neopixel',
  'network',
  'os',
  'select',
  'socket',
  'time',
];

let loaded: VmCode | undefined;

/** Read and compiled on the first call, the same from then on. */
export function vmCode(): VmCode {
  if (loaded) return loaded;
  const here = dirname(fileURLToPath(import.meta.url));
  const loader = createRequire(import.meta.url).resolve(
    '@micropython/micropython-webassembly-pyscript/micropython.mjs',
  );
  loaded = {
    worker: new URL(dataUrl(join(here, 'vm', 'worker.ts'))),
    wasm: new WebAssembly.Module(readFileSync(join(dirname(loader), 'micropython.wasm'))),
    loaderUrl: pathToFileURL(loader).href,
    port: Object.fromEntries(
      PORT_MODULES.map((name) => [name, readFileSync(join(here, 'port', `${name}.py`), 'utf8')]),
    ),
  };
  return loaded;
}
