/**
 * Builds what a virtual board's thread runs into one file of its own beside the bundle: it is handed to the thread as
 * text, so it cannot share chunks with the rest.
 */
import { build, type Plugin } from 'vite';

export interface VmWorkerOptions {
  /** Path of the thread's entry. */
  readonly entry: string;
  /** Its name in the folder of the bundle. */
  readonly fileName: string;
}

export function vmWorker({ entry, fileName }: VmWorkerOptions): Plugin {
  return {
    name: 'vm-worker',
    apply: 'build',
    async buildStart() {
      const { code, sources } = await bundle(entry);
      for (const source of sources) this.addWatchFile(source);
      this.emitFile({ type: 'asset', fileName, source: code });
    },
  };
}

async function bundle(entry: string): Promise<{ code: string; sources: readonly string[] }> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      ssr: true,
      target: 'node24',
      minify: false,
      rolldownOptions: { input: entry, output: { format: 'es', codeSplitting: false } },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [chunk] = outputs;
  if (outputs.length !== 1 || chunk?.type !== 'chunk') {
    throw new Error(`${entry} is not one file: ${outputs.map((output) => output.fileName).join(', ')}`);
  }
  return { code: chunk.code, sources: chunk.moduleIds };
}
