/** Text that a board or a device sent, made fit for a terminal and a page: nothing in it moves a cursor or hides itself. */

// C0 and C1 controls, and the marks that turn the direction of writing.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** One line of at most `limit` characters. */
export function plainLine(text: string, limit: number): string {
  const line = text.replace(/[\r\n\t]+/g, ' ').replace(UNSEEN, '\ufffd');
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** Many lines: line ends and tabs stay. */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, '\ufffd');
}

/** The same characters left out instead of shown as unknown: for consoles, where they are meant and not a trick. */
export function withoutControls(text: string): string {
  return text.replace(UNSEEN, '');
}
