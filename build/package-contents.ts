/** What a package is made of, as a list with reasons: `pack:check` holds what was packed against it. */

/** Must be there. A path ending in `/` asks for at least one file below it. */
export interface Needed {
  readonly path: string;
  readonly why: string;
  /** `outside`: as a real file beside the archive. */
  readonly where: 'archive' | 'outside';
}

/** Must not be there. */
export interface Unwanted {
  readonly pattern: RegExp;
  readonly why: string;
}

const VM = 'node_modules/@micropython/micropython-webassembly-pyscript';
const DRIVER = 'node_modules/@serialport/bindings-cpp/prebuilds';

export const NEEDED: readonly Needed[] = [
  { path: 'package.json', why: 'says which file Electron runs', where: 'archive' },
  { path: 'LICENSE', why: 'the terms', where: 'archive' },
  { path: 'out/main/desktop.js', why: 'the Electron entry', where: 'archive' },
  { path: 'out/main/headless.js', why: 'the same bench without Electron', where: 'archive' },
  { path: 'out/main/vm-worker.js', why: 'what a virtual board runs', where: 'archive' },
  { path: 'out/preload/electron.cjs', why: 'the page’s end of the door', where: 'archive' },
  { path: 'out/renderer/index.html', why: 'the pages', where: 'archive' },
  { path: 'out/renderer/assets/', why: 'what the pages load', where: 'archive' },
  { path: 'firmware/boot.py', why: 'written over the cable', where: 'archive' },
  { path: 'firmware/platform/main.py', why: 'served to devices', where: 'archive' },
  { path: 'firmware/apps/skeleton/app.py', why: 'the app type that is offered first', where: 'archive' },
  { path: 'main/virtual/port/_start.py', why: 'the Python half of a virtual board', where: 'archive' },
  {
    path: 'build/udev/60-bootbench.rules',
    why: 'a person copies it, with a program that sees no archive',
    where: 'outside',
  },
  {
    path: `${VM}/micropython.mjs`,
    why: 'read by a thread with a module loader of its own',
    where: 'outside',
  },
  { path: `${VM}/micropython.wasm`, why: 'lies beside its loader', where: 'outside' },
  { path: `${DRIVER}/linux-x64/`, why: 'native code is loaded from real files only', where: 'outside' },
];

/** Whatever lies elsewhere is not ours to pack. */
export const ALLOWED: readonly RegExp[] = [
  /^(package\.json|LICENSE)$/,
  /^out\/main\/[\w.-]+\.js$/,
  /^out\/preload\/electron\.cjs$/,
  /^out\/renderer\/(index\.html|assets\/[\w.-]+\.(js|css|woff2?|svg|png|ico|mp3|wav))$/,
  /^firmware\/[\w./-]+\.py$/,
  /^main\/virtual\/port\/\w+\.py$/,
  /^build\/udev\/[\w-]+\.rules$/,
  /^node_modules\//,
];

export const UNWANTED: readonly Unwanted[] = [
  { pattern: /node_modules\/node-(linux|win|darwin)-/, why: 'Electron is a Node already; this is 100 MB' },
  { pattern: /node_modules\/electron(-|\/)/, why: 'Electron is what the package is put around' },
  {
    pattern:
      /node_modules\/(react|react-dom|@mantine|vite|vitest|typescript|@types|@biomejs|playwright-core)\//,
    why: 'needed to build and test, or bundled into the pages',
  },
  { pattern: /\/prebuilds\/(android|darwin|win32)-/, why: 'drivers of other systems' },
  { pattern: /\.(ts|tsx|cts|mts)$/, why: 'sources and types' },
  { pattern: /\.map$/, why: 'for debuggers' },
  { pattern: /(^|\/)(test|tests|__tests__|__pycache__)\//, why: 'tests are not shipped' },
  { pattern: /\.(sqlite|log|env|pem|key)$/, why: 'somebody’s data or secrets' },
];

/** MB of archive and real files together, without Electron itself; packing Node by mistake adds 100. */
export const SIZE_LIMIT = 20;
