/**
 * Every way in which work on the bench can fail, as data: a code and what the sentence needs.
 *
 * The sentence and the remedy that a person reads stand in `renderer/text/errors.ts`, one entry a code;
 * the compiler refuses a code without one.
 */
import { z } from './zod.ts';

/** What each code carries. No value here is ever a secret. */
export interface FailureParams {
  // serial
  'port-not-found': { port: string };
  'port-busy': { port: string };
  'port-denied': { port: string };
  'port-vanished': { port: string };
  /** The port vanished while this file was written; bytes of all files. */
  'transfer-broken': { port: string; file: string; done: number; total: number };
  'board-in-loader': { port: string; loader: 'bootsel' | 'download' };
  'board-silent': { port: string };
  'board-busy': { port: string };
  'board-protocol': { port: string; detail: string };
  'console-closed': { port: string };
  'board-exec': { port: string; error: string; traceback: string };
  'board-full': { port: string; file: string; needed: number; free: number };
  'board-readonly': { port: string; file: string };
  'write-mismatch': { port: string; file: string };
  'link-noisy': { port: string; tries: number };
  'board-file-missing': { port: string; name: string };
  /** `name` is a folder where `file` is to be, or a file where a folder of it is to be. */
  'board-file-blocked': { port: string; name: string; file: string };
  /** The two boards by their unique ids. */
  'backup-of-another': { port: string; backup: string; board: string };
  /** A program that was run for somebody ended with a traceback. */
  'program-failed': { port: string; error: string; traceback: string };
  'board-differs': { port: string; appType: string; files: number };
  'board-kind-mismatch': { port: string; expected: string; found: string };
  'board-unsupported': { port: string; found: string; needed: string };
  // Wi-Fi
  'wifi-wrong-password': { ssid: string };
  'wifi-no-network': { ssid: string };
  'wifi-no-address': { ssid: string };
  /** A board was to try a network by cable, and what it knew before could not be put back on it. `why`: the code of what came first. */
  'wifi-not-put-back': { port: string; ssid: string; why: string };
  'ap-not-found': { ssid: string };
  'ap-wrong-password': { ssid: string };
  'ap-wrong-device': { ssid: string; expected: string; found: string };
  'ap-no-address': { ssid: string };
  'ap-no-answer': { ssid: string };
  'wifi-unsupported': { os: string };
  /** It may be switched, but the system tells programs no names of networks. */
  'wifi-no-scan': { os: string };
  'wifi-denied': { os: string; why: string };
  'wifi-off': Record<never, never>;
  'wifi-moved-on': { ssid: string };
  /** Who has it; empty, `unknown` and 0 where that cannot be told. `pid`: the process. */
  'wifi-busy': { ssid: string; mode: 'automatic' | 'manual' | 'unknown'; pid: number };
  /** A visit that ended because the computer went to sleep. */
  'computer-slept': Record<never, never>;
  /** Another interface or route claims addresses of the devices' subnet. */
  'subnet-overlap': { ifname: string; address: string };
  /** A device opened its own network anew: it did not get into the one that it was given. */
  'device-back-in-ap': { ssid: string; network: string };
  /** Neither on the network that it was given nor in AP fallback, as far as this computer hears. */
  'device-not-heard': { device: string; network: string };
  'device-not-joined': { ssid: string; seconds: number };
  'site-secret-unknown': { ssid: string };
  'site-secret-not-kept': { ssid: string; by: 'os' | 'key-file' };
  'site-secret-damaged': { ssid: string };
  'key-file-refused': { path: string; problem: string };
  'key-file-wrong': { path: string };
  // OTA server
  'address-denied': { host: string; port: number };
  'address-in-use': { host: string; port: number };
  'address-unavailable': { host: string };
  'app-type-unknown': { appType: string; known: string };
  'app-type-invalid': { appType: string };
  'app-type-empty': { appType: string; missing: string };
  'file-name-invalid': { name: string };
  'file-too-large': { name: string; size: number; limit: number };
  'hotfix-empty': { deviceId: string };
  'ota-server-off': Record<never, never>;
  // signing keys; nothing of them but what is public
  'keys-missing': Record<never, never>;
  'keys-refused': { problem: string };
  'keys-file': { path: string; problem: string };
  'ota-keys-foreign': { device: string; pinned: string };
  // devices
  'device-unknown': { device: string };
  'device-unreachable': { device: string; address: string };
  'device-refused': { device: string; status: number; error: string; message: string };
  'device-answer': { device: string; detail: string };
  'device-no-light': { device: string };
  'endpoint-unlisted': { device: string; path: string };
  // provisioning
  'boot-unfinished': { step: string; seconds: number; lastLine: string };
  'ota-unreachable': { device: string; api: string; why: string };
  'update-refused': { device: string; why: string };
  'boot-wrong-files': { device: string; expected: string; found: string };
  'not-seen-blinking': { device: string };
  'golden-exists': { name: string };
  'golden-incomplete': { port: string; missing: string };
  'reset-incomplete': { device: string; left: string };
  // jobs and doors
  'board-in-use': { board: string; job: string };
  'job-unknown': { job: string };
  'nothing-to-retry': { job: string };
  'timed-out': { what: string; seconds: number };
  'bad-input': { field: string; problem: string };
  'call-unknown': { name: string };
  'topic-unknown': { name: string };
  'door-flooded': { limit: number };
  'door-closed': Record<never, never>;
  cancelled: Record<never, never>;
  'bad-usage': { problem: string };
  'file-unwritable': { path: string; problem: string };
  'socat-missing': { os: string };
  'file-unreadable': { path: string; problem: string };
  'data-folder': { path: string; problem: string };
  unexpected: { detail: string };
}

export type ErrorCode = keyof FailureParams;

/** A failure as it crosses a door or is kept in a record. */
export const failureData = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type FailureData = z.infer<typeof failureData>;

/**
 * A failure as it is thrown. Rooms throw nothing else at their edges; `cause` holds what the log shows.
 */
export class Failure<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly params: FailureParams[C];

  constructor(code: C, params: FailureParams[C], cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.params = params;
  }

  toData(): FailureData {
    return { code: this.code, params: { ...this.params } };
  }
}

/** True for a `Failure`, or for one with this very code. */
export function isFailure<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is Failure<C> {
  return error instanceof Failure && (code === undefined || error.code === code);
}

/** Whatever was thrown, as a `Failure`: an unknown error becomes `unexpected` with its message. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unexpected', { detail: error instanceof Error ? error.message : String(error) }, error);
}
