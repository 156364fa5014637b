/**
 * The page without Electron: `npx vite -c vite.web.config.ts` while developing, where `/kit` shows every part in every
 * state. A build in the mode `kit` makes that page, any other one makes the app.
 */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, 'renderer');

/** `/kit` is a page of its own, and only while developing. */
const kit: Plugin = {
  name: 'kit',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (request.url === '/kit' || request.url?.startsWith('/kit?')) request.url = '/kit.html';
      next();
    });
  },
};

export default defineConfig(({ mode }) => ({
  root,
  plugins: [react(), kit],
  build: {
    outDir: join(import.meta.dirname, 'out', mode === 'kit' ? 'kit' : 'renderer'),
    emptyOutDir: true,
    // Fonts stay files: what is written into the style sheet is loaded whether it is needed or not.
    assetsInlineLimit: 0,
    rolldownOptions: { input: join(root, mode === 'kit' ? 'kit.html' : 'index.html') },
  },
}));
