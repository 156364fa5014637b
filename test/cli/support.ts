/** Runs the command line as a person does: another process, its output, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON, a line each. */
  json(): Record<string, unknown>[];
}

export interface Cli {
  readonly home: string;
  /** `input`: all of its standard input. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv, input?: string): Promise<Run>;
  /** A command that goes on until it is stopped. */
  begin(args: readonly string[]): Running;
  close(): Promise<void>;
}

export interface Running {
  /** The first JSON line that fits. Rejects when it ends without one, with what it said. */
  line(fits: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** Resolves when a console has said that: a board's text comes in pieces of any size, a line each. */
  said(text: string): Promise<void>;
  /** Into its standard input. */
  type(text: string): void;
  /** As Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

function spawnCli(home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'main/headless.ts', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      BOOTBENCH_HOME: home,
      OTA_BASE: join(home, 'ota'),
      NO_COLOR: '1',
      // Compiling is half of what a command takes to start.
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compiled'),
      ...env,
    },
    stdio: 'pipe',
  });
}

export function createCli(): Cli {
  const home = mkdtempSync(join(tmpdir(), 'bootbench-cli-'));
  /** Those that go on: a test that fails leaves them to `close`. */
  const begun = new Set<ChildProcess>();
  return {
    home,
    run: (args, env, input = '') =>
      new Promise((resolve, reject) => {
        const child = spawnCli(home, args, env);
        let stdout = '';
        let stderr = '';
        child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
        child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
        child.once('error', reject);
        child.once('close', (code) =>
          resolve({
            code,
            stdout,
            stderr,
            json: () =>
              stdout
                .trim()
                .split('\n')
                .map((line) => JSON.parse(line) as Record<string, unknown>),
          }),
        );
        child.stdin?.end(input);
      }),
    begin(args) {
      const child = spawnCli(home, args);
      begun.add(child);
      child.once('close', () => begun.delete(child));
      const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
      const seen: Record<string, unknown>[] = [];
      let stderr = '';
      child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
      const waiting = new Set<() => void>();
      if (child.stdout) {
        createInterface(child.stdout).on('line', (line) => {
          seen.push(JSON.parse(line) as Record<string, unknown>);
          for (const look of [...waiting]) look();
        });
      }
      /** What `find` finds in what was said so far, or will be. */
      const until = <T>(find: () => T | undefined): Promise<T> =>
        new Promise((resolve, reject) => {
          const look = () => {
            const found = find();
            if (found === undefined) return;
            waiting.delete(look);
            resolve(found);
          };
          waiting.add(look);
          look();
          void closed.then((code) => {
            const all = seen.map((line) => JSON.stringify(line)).join('\n');
            reject(new Error(`it ended with ${code} before; it said\n${all}\n${stderr}`));
          });
        });
      return {
        line: (fits) => until(() => seen.find(fits)),
        said: async (text) => {
          const saidAll = () => seen.map((line) => (line.type === 'said' ? String(line.text) : '')).join('');
          await until(() => saidAll().includes(text) || undefined);
        },
        type: (text) => void child.stdin?.write(text),
        async stop() {
          child.kill('SIGINT');
          return closed;
        },
      };
    },
    async close() {
      // What still writes would bring files back into a folder that is being removed.
      const ends = [...begun].map((child) => once(child, 'close'));
      for (const child of begun) child.kill('SIGKILL');
      await Promise.all(ends);
      await rm(home, { recursive: true, force: true });
    },
  };
}
