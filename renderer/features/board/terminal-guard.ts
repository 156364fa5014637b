/**
 * What a board says is drawn and does nothing else. A terminal by itself would obey more: it answers questions about
 * itself by typing, so that text from a board would type into that board (and all of the kept text again, each time that
 * the page opens); it makes links, titles, colours and whole screens, and reports the mouse. All of that is swallowed.
 */
import type { Terminal } from '@xterm/xterm';

/** Title, palette, links, clipboard and shell marks of several makes: none of them is for a board. */
const OSC = [0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 50, 52, 104, 105, 110, 111, 112, 133, 633, 777, 1337];

/** What is asked or switched by these: identity, reports of state, modes, the window. */
const CSI = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { prefix: '>', final: 'q' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  // Mouse, focus, other screen, marks around what is pasted.
  { prefix: '?', final: 'h' },
  { prefix: '?', final: 'l' },
  { final: 't' },
  { prefix: '>', final: 'u' },
  { prefix: '?', final: 'u' },
  { prefix: '<', final: 'u' },
  { prefix: '=', final: 'u' },
  { final: 'x' },
];

// Marks that turn the direction of writing: a line would not read as it is.
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Before anything is written to it. */
export function guard({ parser }: Pick<Terminal, 'parser'>): void {
  const swallow = () => true;
  for (const id of OSC) parser.registerOscHandler(id, swallow);
  for (const id of CSI) parser.registerCsiHandler(id, swallow);
  // DECRQSS, Sixel, XTGETTCAP: asked, drawn, asked.
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow);
  parser.registerDcsHandler({ final: 'q' }, swallow);
}

/** Text of a board as it may be drawn; its sequences are the guard's. */
export function drawable(text: string): string {
  return text.replace(TURNING, '\ufffd');
}
