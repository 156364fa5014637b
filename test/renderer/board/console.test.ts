// @vitest-environment happy-dom
/** What is typed to a board, what its console does with what it says, and who has it. */
import { Terminal } from '@xterm/xterm';
import { describe, expect, it, vi } from 'vitest';
import type { ConsoleState } from '../../../preload/contract/boards.ts';
import { createHeldText } from '../../../renderer/features/board/held-text.ts';
import { holderOf } from '../../../renderer/features/board/holder.ts';
import { boardPath, sectionOf } from '../../../renderer/features/board/section.ts';
import { isOurs } from '../../../renderer/features/board/terminal.ts';
import { drawable, guard } from '../../../renderer/features/board/terminal-guard.ts';
import { createTyper, TYPED_AT_ONCE } from '../../../renderer/features/board/typer.ts';
import { boardText } from '../../../renderer/text/board.ts';
import { DONE, jobCalled } from '../stores/samples.ts';

/** A door that answers when the test says so. */
function slowDoor() {
  const sent: string[] = [];
  const answers: ((reached: boolean) => void)[] = [];
  const typer = createTyper((text) => {
    sent.push(text);
    return new Promise((resolve) => answers.push(resolve));
  });
  const answer = async (reached = true) => {
    answers.shift()?.(reached);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { typer, sent, answer };
}

describe('typing', () => {
  it('goes one call at a time, in its order, and what was typed meanwhile goes together', async () => {
    const { typer, sent, answer } = slowDoor();
    for (const key of 'print') typer.type(key);
    expect(sent).toEqual(['p']);
    await answer();
    expect(sent).toEqual(['p', 'rint']);
    typer.type('(');
    await answer();
    await answer();
    expect(sent).toEqual(['p', 'rint', '(']);
  });

  it('lets a Ctrl-C go at once, instead of what waits', async () => {
    const { typer, sent, answer } = slowDoor();
    typer.type('a long paste');
    typer.type('and more');
    typer.type('\u0003');
    expect(sent).toEqual(['a long paste', '\u0003']);
    typer.type('x');
    await answer();
    expect(sent).toEqual(['a long paste', '\u0003', 'x']);
  });

  it('takes a paste as it is, and nothing at all of one that is too long', async () => {
    const { typer, sent, answer } = slowDoor();
    const lines = 'a = 1\r    b\r'.repeat(400);
    expect(typer.type(lines)).toBe(true);
    expect(typer.type('x'.repeat(TYPED_AT_ONCE + 1))).toBe(false);
    await answer();
    expect(sent).toEqual([lines]);
  });

  it('never sends more at once than a call takes', async () => {
    const { typer, sent, answer } = slowDoor();
    typer.type('1');
    typer.type('x'.repeat(TYPED_AT_ONCE));
    typer.type('y'.repeat(TYPED_AT_ONCE));
    for (let turn = 0; turn < 4; turn += 1) await answer();
    expect(sent.map(({ length }) => length)).toEqual([1, TYPED_AT_ONCE, TYPED_AT_ONCE]);
  });

  it('drops what waits when the board did not get what came before, or somebody began to work', async () => {
    const failing = slowDoor();
    failing.typer.type('a');
    failing.typer.type('b');
    await failing.answer(false);
    expect(failing.sent).toEqual(['a']);
    failing.typer.type('c');
    expect(failing.sent).toEqual(['a', 'c']);

    const left = slowDoor();
    left.typer.type('a');
    left.typer.type('b');
    left.typer.forget();
    await left.answer();
    expect(left.sent).toEqual(['a']);
  });
});

const ESC = '\u001b';
const HOSTILE: Readonly<Record<string, string>> = {
  'a question who it is': `${ESC}[c${ESC}[>c${ESC}[=c${ESC}[0c${ESC}[>q`,
  'a question where the cursor is': `${ESC}[6n${ESC}[?6n${ESC}[5n`,
  'a question for modes and settings': `${ESC}[?1$p${ESC}[4$p${ESC}P$qm${ESC}\\${ESC}P+q544e${ESC}\\`,
  'a question for the window': `${ESC}[14t${ESC}[16t${ESC}[18t${ESC}[21t`,
  'a question for colours': `${ESC}]4;1;?\u0007${ESC}]10;?\u0007${ESC}]11;?${ESC}\\${ESC}]12;?\u0007`,
  'a title': `${ESC}]0;rm -rf /\u0007${ESC}]2;x\u0007`,
  'the clipboard': `${ESC}]52;c;cm0gLXJmIC8=\u0007${ESC}]52;c;?\u0007`,
  'a link': `${ESC}]8;;javascript:alert(1)\u0007press me${ESC}]8;;\u0007`,
  'mouse and focus': `${ESC}[?1000h${ESC}[?1003h${ESC}[?1004h${ESC}[?1006h`,
  'another screen, pasting with marks': `${ESC}[?1049h${ESC}[?2004h`,
  'the keyboard': `${ESC}[>1u${ESC}[?u${ESC}[=1u`,
};

describe('the terminal', () => {
  function guarded() {
    const terminal = new Terminal({ allowProposedApi: true });
    guard(terminal);
    const typed = vi.fn();
    const titled = vi.fn();
    terminal.onData(typed);
    terminal.onBinary(typed);
    terminal.onTitleChange(titled);
    const write = (text: string) => new Promise<void>((resolve) => terminal.write(drawable(text), resolve));
    const line = (at: number) => terminal.buffer.active.getLine(at)?.translateToString(true);
    return { terminal, typed, titled, write, line };
  }

  it.each(Object.entries(HOSTILE))('draws and does nothing else for %s', async (_, text) => {
    const { terminal, typed, titled, write, line } = guarded();
    await write(`before\r\n${text}\r\nafter`);
    expect(typed).not.toHaveBeenCalled();
    expect(titled).not.toHaveBeenCalled();
    expect(terminal.buffer.active.type).toBe('normal');
    expect(terminal.modes).toMatchObject({
      mouseTrackingMode: 'none',
      sendFocusMode: false,
      bracketedPasteMode: false,
    });
    expect(line(0)).toBe('before');
    expect(line(2)).toBe('after');
    terminal.dispose();
  });

  it('would answer by itself: what is held here is worth holding', async () => {
    const bare = new Terminal();
    const typed = vi.fn();
    bare.onData(typed);
    await new Promise<void>((resolve) => bare.write(`${ESC}[c${ESC}[6n`, resolve));
    expect(typed).toHaveBeenCalled();
    bare.dispose();
  });

  it('still does what the prompt needs', async () => {
    const { write, line } = guarded();
    await write(`>>> prinf${ESC}[Dt${ESC}[K(1)\r\n${ESC}[31mred${ESC}[0m`);
    expect(line(0)).toBe('>>> print(1)');
    expect(line(1)).toBe('red');
  });

  it('does not turn the direction of what is read', () => {
    expect(drawable('a\u202egnp.exe\u2066 \u200f')).toBe('a\ufffdgnp.exe\ufffd \ufffd');
  });

  const key = (
    name: string,
    held: Partial<Record<'ctrlKey' | 'shiftKey' | 'metaKey' | 'altKey', boolean>> = {},
  ) => ({
    key: name,
    ctrlKey: false,
    shiftKey: false,
    metaKey: false,
    altKey: false,
    ...held,
  });
  it.each([
    ['Shift+Tab', key('Tab', { shiftKey: true })],
    ['Ctrl+V', key('v', { ctrlKey: true })],
    ['Ctrl+Shift+C', key('C', { ctrlKey: true, shiftKey: true })],
    ['Ctrl+2', key('2', { ctrlKey: true })],
    ['Cmd+C', key('c', { metaKey: true })],
    ['F5', key('F5')],
  ])('leaves %s to the page and the browser', (_, event) => {
    expect(isOurs(event)).toBe(true);
  });
  it.each([
    ['Ctrl+C', key('c', { ctrlKey: true })],
    ['Ctrl+D', key('d', { ctrlKey: true })],
    ['Tab', key('Tab')],
    ['Esc', key('Escape')],
    ['a', key('a')],
    ['AltGr+2', key('2', { ctrlKey: true, altKey: true })],
  ])('gives %s to the board', (_, event) => {
    expect(isOurs(event)).toBe(false);
  });
});

describe('text that came while the view was paused', () => {
  it('is given once, at the end of what stands there', () => {
    const held = createHeldText();
    held.add('a');
    held.add('b');
    expect(held.take()).toEqual({ how: 'after', text: 'ab' });
    expect(held.take()).toEqual({ how: 'after', text: '' });
  });

  it('takes the place of what stands there when the console began anew, and is bounded', () => {
    const held = createHeldText();
    held.add('old');
    held.begin('all ');
    held.add('new');
    expect(held.take()).toEqual({ how: 'anew', text: 'all new' });
    for (let turn = 0; turn < 100; turn += 1) held.add('x'.repeat(5000));
    expect(held.take().text).toHaveLength(65_536);
  });
});

describe('who has the board', () => {
  const open: ConsoleState = { at: 'open' };
  it('is a job until its end, whatever the console says', () => {
    const job = jobCalled('1');
    expect(holderOf(job, open)).toMatchObject({ by: 'job', who: boardText.who.provision });
    expect(holderOf({ ...job, state: DONE }, open)).toEqual({ by: 'nobody' });
  });

  it('is a call for as long as the console says so, in plain words', () => {
    expect(holderOf(undefined, { at: 'working', who: 'list files' })).toEqual({
      by: 'call',
      who: boardText.who['list files'],
    });
    expect(holderOf(undefined, { at: 'working', who: 'toString' })).toEqual({ by: 'call', who: 'toString' });
    expect(holderOf(undefined, { at: 'working', who: `<b>\u202e${'W'.repeat(90)}` })).toMatchObject({
      who: `<b>\ufffd${'W'.repeat(35)}…`,
    });
  });
});

it('a part of the page has an address, and any other address is the console', () => {
  expect(boardPath('/dev/ttyACM0')).toBe('/boards/%2Fdev%2FttyACM0');
  expect(boardPath('COM5', 'files')).toBe('/boards/COM5?show=files');
  expect(sectionOf('show=compare')).toBe('compare');
  expect(sectionOf('?show=<script>')).toBe('console');
  expect(sectionOf('')).toBe('console');
});
