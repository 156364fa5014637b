/** NetworkManager's own command line, run without a shell, in the C locale, and never with a secret among its arguments. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface NmcliAnswer {
  /** Null when it could not be started, or was ended. */
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export interface NmcliOptions {
  /** As in `DBUS_SYSTEM_BUS_ADDRESS`; the system's bus without it. */
  readonly busAddress?: string | undefined;
}

export type Nmcli = (args: readonly string[], signal: AbortSignal) => Promise<NmcliAnswer>;

/** Never rejects for an exit code. @throws the signal's reason */
export function createNmcli({ busAddress }: NmcliOptions): Nmcli {
  const env = { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' };
  const own = busAddress === undefined ? env : { ...env, DBUS_SYSTEM_BUS_ADDRESS: busAddress };
  return (args, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      execFile('nmcli', [...args], { env: own, signal }, (failure, out, error) => {
        if (signal.aborted) return reject(signal.reason);
        const code = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : null;
        resolve({ code, out, error });
      });
    });
}

/** A file that only this user can read, for as long as `work` takes. */
export async function withSecretFile<T>(content: string, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bootbench-'));
  try {
    const path = join(folder, 'secrets');
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
