/** What the oldest MicroPython that the firmware runs on (1.23 on an ESP32) does not know, and this bench's does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FIRMWARE = join(import.meta.dirname, '..', '..', 'firmware');
const sources = readdirSync(FIRMWARE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.py'),
);

it.each<[string, RegExp]>([
  ['startswith and endswith of a tuple (1.25)', /\.(starts|ends)with\((\(|[A-Z_]+\b)/],
  ['next with a default (not on every port before 1.26)', /\bnext\([^()]*,/],
  ['removeprefix, removesuffix, casefold', /\.(removeprefix|removesuffix|casefold)\(/],
  ['f-strings with = or nested quotes, and t-strings', /\b[ft]['"]/],
  ['the walrus', /:=/],
  ['match', /^\s*match .*:$/m],
  ['hexdigest', /\.hexdigest\(/],
  ['asyncio of CPython', /asyncio\.(timeout|to_thread|Queue|TaskGroup)\b/],
])('no %s', (_, pattern) => {
  expect(sources.length).toBeGreaterThan(6);
  for (const name of sources) {
    expect([name, pattern.exec(readFileSync(join(FIRMWARE, name), 'utf8'))?.[0]]).toEqual([name, undefined]);
  }
});
