/** Readers for option values; each throws `bad-usage` with what would be right. */
import { Failure } from '../../preload/contract/errors.ts';
import { ownAddresses } from '../ota/index.ts';

/** Where the OTA server listens unless told otherwise. */
export const OTA_PORT = 8266;

export function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new Failure('bad-usage', { problem: `--${name} takes ${allowed.join(' or ')}` });
  return found;
}

export function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new Failure('bad-usage', { problem: `--${name} takes a whole number from ${from} to ${to}` });
  }
  return value;
}

/** The first address of this computer that others can reach. */
export function lanAddress(): string {
  const [found] = ownAddresses();
  if (!found) {
    throw new Failure('bad-usage', { problem: 'this computer has no network: name its address with --host' });
  }
  return found.address;
}
