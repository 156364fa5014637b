/** The ways to the doctor, and for which failures it is worth going. */

/** For a board that has no port to name it by. */
export const MISSING_PATH = '/doctor';

export function doctorPath(port: string): string {
  return `/doctor/${encodeURIComponent(port)}`;
}

/** Failures whose cause lies on the cable: at the computer, the port or the board's runtime. */
const SERIAL: ReadonlySet<string> = new Set([
  'port-not-found',
  'port-busy',
  'port-denied',
  'port-vanished',
  'board-in-loader',
  'board-silent',
  'board-busy',
  'board-protocol',
  'board-unsupported',
  'board-readonly',
  'board-full',
  'write-mismatch',
]);

export function isSerialTrouble(code: string): boolean {
  return SERIAL.has(code);
}
