/**
 * `npm start`: builds what has changed and opens the app in Electron. Where that cannot be, it says so in one line and
 * serves the same app to the browser. What stands after `--` goes on: `npm start -- --smoke`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { findElectron, windowless } from './electron-binary.ts';
import { buildIfNeeded, ROOT } from './fresh.ts';

/** An Electron that ends badly so soon never showed a window: the system does not let it. */
const AT_ONCE_MS = 3_000;

const rest = process.argv.slice(2);
/** A rehearsal of Electron proves nothing in a browser. */
const isSmoke = rest.includes('--smoke');
const say = (line: string) => console.log(line);

process.exitCode = await start();

async function start(): Promise<number> {
  const built = await buildIfNeeded();
  if (built !== undefined) say(`Built in ${(built / 1000).toFixed(1)} s`);

  const isRoot = process.getuid?.() === 0;
  // Electron is not fetched for a computer that cannot show it.
  const noWindow = windowless({ platform: process.platform, env: process.env, isRoot });
  if (noWindow !== undefined) return inBrowser(noWindow);
  const electron = findElectron(say);
  if (electron.kind === 'missing') return inBrowser(electron.why);

  const startedAt = Date.now();
  const { code, signal } = await run(electron.path, [ROOT, ...rest]);
  const isFailure = signal !== null || code !== 0;
  if (isFailure && !isSmoke && Date.now() - startedAt < AT_ONCE_MS) {
    return inBrowser(`it ended at once (${signal ?? `exit code ${code}`})`);
  }
  return code ?? 1;
}

async function inBrowser(why: string): Promise<number> {
  if (isSmoke) {
    say(`FAIL Electron cannot open a window here: ${why}`);
    return 1;
  }
  say(`Electron cannot open a window here: ${why}. The app is served to the browser instead.`);
  const args = ['--disable-warning=ExperimentalWarning', join(ROOT, 'main', 'headless.ts'), 'ui', ...rest];
  const { code } = await run(process.execPath, args);
  return code ?? 1;
}

/** Signals go to both, and the child decides when it is done. */
function run(
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const child: ChildProcess = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  // Ctrl-C at a terminal reaches the child by itself; a second one would cut it short.
  const interrupt = process.stdin.isTTY ? () => {} : forward;
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', forward);
      resolve({ code, signal });
    });
  });
}
