/**
 * The code that a VM's worker thread runs, and the compiled wasm that all of them share.
 *
 * Run from source, each worker would load its own TypeScript stripper: 10 MB and 17 ms a board. So the few files of
 * `vm/` are stripped and linked into one script once, here. A build has done so already.
 */
import { readFileSync } from 'node:fs';
// Not by name: Electron's Node may lack the stripper, and a bundle never asks for it.
import nodeModule, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outsideArchive, RESOURCES, RUNS_FROM } from '../resources.ts';

const IMPORT = /^import \{([^}]*)\} from '([^']+)';$/gm;
const EXPORT = /^export (?=(?:async function|function|class|const) (\w+))/gm;

/**
 * One script of `entry` and what it imports. Understands what the files of `vm/` use and no more: named imports of
 * neighbours and of Node, exports that stand before what they name.
 */
function link(folder: string, entry: string): string {
  const linked = new Map<string, string>();
  const nameOf = (file: string) => `$${file.replace(/\W/g, '_')}`;

  const add = (file: string): string => {
    const names: string[] = [];
    const code = nodeModule
      .stripTypeScriptTypes(readFileSync(join(folder, file), 'utf8'))
      .replace(IMPORT, (_, bindings: string, from: string) => {
        const local = from.startsWith('./') ? from.slice(2) : undefined;
        if (local !== undefined && !linked.has(local)) linked.set(local, add(local));
        const source = local === undefined ? `process.getBuiltinModule('${from}')` : nameOf(local);
        return `const {${bindings.replaceAll(' as ', ': ')}} = ${source};`;
      })
      .replace(EXPORT, (_, name: string) => {
        names.push(name);
        return '';
      });
    return file === entry
      ? code
      : `const ${nameOf(file)} = (() => {\n${code}\nreturn { ${names.join(', ')} };\n})();\n`;
  };

  const main = add(entry);
  return `${[...linked.values(), main].join('\n')}\n//# sourceURL=${entry}`;
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
  '_vfs',
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
  const loader = outsideArchive(
    createRequire(import.meta.url).resolve('@micropython/micropython-webassembly-pyscript/micropython.mjs'),
  );
  // Handed over as text in both cases: a thread's module loader may not see into a package's archive.
  const script =
    RUNS_FROM === 'source'
      ? link(join(import.meta.dirname, 'vm'), 'worker.ts')
      : readFileSync(RESOURCES.vmWorker, 'utf8');
  loaded = {
    worker: new URL(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`),
    wasm: new WebAssembly.Module(readFileSync(join(dirname(loader), 'micropython.wasm'))),
    loaderUrl: pathToFileURL(loader).href,
    port: Object.fromEntries(
      PORT_MODULES.map((name) => [name, readFileSync(join(RESOURCES.virtualPort, `${name}.py`), 'utf8')]),
    ),
  };
  return loaded;
}
