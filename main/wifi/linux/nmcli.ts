/** NetworkManager's own command line, run without a shell, in the C locale, and never with a secret among its arguments. */
import { execFile } from 'node:child_process';

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
