/** For a computer whose Wi-Fi this program does not switch: it says so instead of pretending. */
import { platform } from 'node:os';
import { Failure } from '../../preload/contract/errors.ts';
import type { WifiAdapter } from './adapter.ts';

/** Every call rejects with `wifi-unsupported`. */
export function noAdapter(): WifiAdapter {
  const refuse = async (): Promise<never> => {
    throw new Failure('wifi-unsupported', { os: platform() });
  };
  return { scan: refuse, join: refuse };
}
