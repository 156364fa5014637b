/**
 * Builds the program into `out/`:
 *
 *     out/main/       desktop.js (Electron), headless.js (plain Node), what both share, and vm-worker.js
 *     out/preload/    electron.cjs: CommonJS, and nothing to be loaded but Electron, as a sandboxed page needs it
 *     out/renderer/   the pages, as `vite.web.config.ts` says; the same for both doors
 *
 * Packages in `dependencies` stay outside of main's bundle: they are packed beside it.
 */
import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { vmWorker } from './build/vm-worker-plugin.ts';
import pages from './vite.web.config.ts';

const at = (...parts: string[]) => join(import.meta.dirname, ...parts);

/**
 * Files are named from the root, after electron-vite has named them from where the page is: a page that is reloaded at
 * `/devices/…` would look for them there.
 */
const fromRoot: Plugin = { name: 'from-root', enforce: 'post', config: () => ({ base: '/' }) };

export default defineConfig((env) => {
  const web = pages(env);
  return {
    main: {
      plugins: [vmWorker({ entry: at('main', 'virtual', 'vm', 'worker.ts'), fileName: 'vm-worker.js' })],
      build: {
        outDir: at('out', 'main'),
        emptyOutDir: true,
        minify: false,
        rolldownOptions: {
          input: { desktop: at('main', 'desktop.ts'), headless: at('main', 'headless.ts') },
          // One folder, so that `main/resources.ts` knows from any chunk where it is.
          output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      build: {
        outDir: at('out', 'preload'),
        emptyOutDir: true,
        minify: false,
        externalizeDeps: false,
        rolldownOptions: {
          input: { electron: at('preload', 'electron.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    // As Vite builds it for any browser, where electron-vite would build for its own: both doors serve the same files.
    renderer: {
      ...web,
      plugins: [web.plugins, fromRoot],
      build: { ...web.build, minify: 'oxc', target: 'es2022' },
    },
  };
});
