/** Programs that a rig starts. They die with the process that started them, however that ends. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const STOP_MS = 5000;

/** Starts a program that gets SIGKILL from the kernel when this process is gone. */
export function startTied(command: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

/** What it says on its standard output and error, whole, as it comes. */
export function heard(child: ChildProcess): { text: string; includes(part: string): Promise<void> } {
  const said = {
    text: '',
    async includes(part: string) {
      while (!said.text.includes(part)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`${child.spawnargs.join(' ')} ended and said: ${said.text}`);
        await Promise.race([once(child, 'said'), once(child, 'exit')]);
      }
    },
  };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => {
      said.text += piece.toString();
      child.emit('said');
    });
  return said;
}

/** Resolves when it is gone. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(late);
}

/** Runs a program to its end. @throws Error with what it said, when that is not 0 */
export async function run(command: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const child = startTied(command, options);
  const said = heard(child);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${said.text}`);
  return said.text;
}
