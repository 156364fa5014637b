/** What devices say, as text for one place on a page: bounded, on one line, with nothing in it that hides or turns. */

// C0 and C1 controls, zero-width marks, and those that turn the direction of writing.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line of at most `limit` characters; what cannot be seen stands as a mark of its own. */
export function plain(text: string, limit = 80): string {
  // More than is shown is not worth reading through.
  const line = text
    .slice(0, limit * 2 + 2)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(UNSEEN, '\ufffd');
  return [...line].length > limit ? `${[...line].slice(0, limit - 1).join('')}…` : line;
}

/** Many lines of any length; what else cannot be seen stands as a mark of its own. */
export function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(UNSEEN, (sign) => (sign === '\t' ? sign : '\ufffd')))
    .join('\n');
}

/** Any value that came as JSON, as a person reads it: text as it is, the rest as JSON. */
export function plainValue(value: unknown, limit = 80): string {
  if (typeof value === 'string') return plain(value, limit);
  return plain(jsonOf(value), limit);
}

/** JSON on one line; never throws. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return 'null';
  }
}

/** A word of ours out of a name of theirs: `free_mem` becomes `Free mem`. */
export function wordsOf(name: string, limit = 40): string {
  const words = plain(name, limit)
    .replace(/[_\s]+/g, ' ')
    .trim();
  return words === '' ? '–' : words.charAt(0).toUpperCase() + words.slice(1);
}
