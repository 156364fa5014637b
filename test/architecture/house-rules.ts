/** What holds for each shipped file by itself: its size, its types, what it must not name. */
import { parseSync, Visitor } from 'vite';
import { leanOf } from '../../main/provisioning/lean.ts';
import { isScript } from './shipped.ts';

/** Lines; a longer file says at its top why it is one. */
const LONG = 400;
/** Bytes; a Pico W compiles a file beside what it runs. */
const FIRMWARE_LIMIT = 20 * 1024;

/** Text that belongs to one computer and not to the project. */
const STRAY: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: 'a path of one machine',
    pattern: /(?<![\w.:/-])(\/work\/|\/root\/|\/home\/\w|\/Users\/\w|\/private\/var\/|[A-Z]:\\{1,2}Users)/,
  },
  {
    what: 'a package registry',
    pattern: /registry\.(npmjs|yarnpkg|npmmirror)\.|\/\/(npm|registry)[.-]|_authToken|:_auth=/i,
  },
];

/** What is wrong with one shipped file, a line each. */
export function faultsOf(path: string, text: string): string[] {
  const faults = strayIn(path, text);
  if (/\.(ts|tsx|mts|py)$/.test(path)) faults.push(...sizeOf(path, text));
  if (isScript(path)) faults.push(...looseIn(path, text));
  return faults;
}

/** What names one computer. */
export function strayIn(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    STRAY.flatMap(({ what, pattern }) => {
      const match = pattern.exec(line);
      return match === null ? [] : [`${path}:${index + 1} names ${what}: ${match[0]}`];
    }),
  );
}

/** What is long without a reason, or too large for a board. */
export function sizeOf(path: string, text: string): string[] {
  const faults: string[] = [];
  const lines = text.trimEnd().split('\n');
  const explained = lines.slice(0, 15).some((line) => /^\s*(\/\/|\*|#) ?Long because \S+/.test(line));
  if (lines.length > LONG && !explained) {
    faults.push(
      `${path} has ${lines.length} lines; over ${LONG} it says "Long because …" at its top, or is split`,
    );
  }
  // boot.py is flashed lean; the platform's files are served and flashed as they are.
  const size = Buffer.byteLength(path === 'firmware/boot.py' ? leanOf(text) : text);
  if (path.startsWith('firmware/') && path.endsWith('.py') && size > FIRMWARE_LIMIT) {
    faults.push(`${path} has ${size} bytes; a Pico W needs it to stay within ${FIRMWARE_LIMIT}`);
  }
  return faults;
}

/** Where the types are let go. */
function looseIn(path: string, text: string): string[] {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) return [`${path} cannot be parsed: ${errors[0]?.message}`];
  const lineOf = (at: number) => text.slice(0, at).split('\n').length;
  const faults = comments
    .filter((comment) => /@ts-(ignore|nocheck)/.test(comment.value))
    .map((comment) => `${path}:${lineOf(comment.start)} silences the compiler`);
  new Visitor({
    TSAnyKeyword: (node) => {
      faults.push(`${path}:${lineOf(node.start)} says any; unknown and a check say what is meant`);
    },
  }).visit(program);
  return faults;
}
