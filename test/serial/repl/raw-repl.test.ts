import { describe, expect, it } from 'vitest';
import { PLAIN_CHUNK, RawRepl, type RawReplEvent } from '../../../main/serial/repl/raw-repl.ts';
import { chunked, freshSeed, seeded } from '../random.ts';

const bytes = (latin1: string) => Uint8Array.from(Buffer.from(latin1, 'latin1'));
const BANNER = 'raw REPL; CTRL-B to exit\r\n>';

/** Events in short: what is sent, said and told; neighbours of a kind joined. */
function short(events: readonly RawReplEvent[]): string[] {
  const lines: string[] = [];
  for (const event of events) {
    const latin1 = (value: Uint8Array) => Buffer.from(value).toString('latin1');
    const line =
      event.type === 'send' || event.type === 'console' || event.type === 'output'
        ? `${event.type} ${latin1(event.bytes)}`
        : event.type === 'result'
          ? `result ${event.read} ${latin1(event.error)}`
          : event.type === 'pause'
            ? `pause ${event.ms}`
            : event.type === 'fault'
              ? 'fault'
              : event.type;
    const last = lines.at(-1);
    const kind = line.split(' ')[0] ?? '';
    if (last?.startsWith(`${kind} `) && (kind === 'output' || kind === 'console' || kind === 'send')) {
      lines[lines.length - 1] = last + line.slice(kind.length + 1);
    } else lines.push(line);
  }
  return lines;
}

/** A machine at its raw prompt. */
function atPrompt(): RawRepl {
  const repl = new RawRepl();
  repl.interrupt();
  repl.enter();
  answerProbe(repl, repl.feed(bytes(`\r\n>>> \r\n${BANNER}`)));
  expect(repl.at).toBe('ready');
  return repl;
}

/** Gives back the word that the machine asks for among these events, as a board would. */
function answerProbe(repl: RawRepl, events: readonly RawReplEvent[]): void {
  const sent = events.flatMap((event) =>
    event.type === 'send' ? [Buffer.from(event.bytes).toString()] : [],
  );
  const [, word = ''] = /print\('(bb\d+)'\)/.exec(sent.join('')) ?? [];
  repl.feed(bytes(`OK${word}\r\n\x04\x04>`));
}

function run(repl: RawRepl, source: string, ...answers: string[]): string[] {
  const events = [...repl.run(bytes(source))];
  for (const answer of answers) events.push(...repl.feed(bytes(answer)));
  return short(events);
}

describe('entering', () => {
  it('sends 03, then 0D 01, and is ready when a word came back after the banner', () => {
    const repl = new RawRepl();
    expect(short(repl.interrupt())).toEqual(['send \x03']);
    expect(short(repl.feed(bytes('\r\n>>> ')))).toContain('friendly');
    expect(short(repl.enter())).toEqual(['send \r\x01']);
    expect(short(repl.feed(bytes(BANNER)))).toEqual(["send print('bb1')\n\x04"]);
    expect(short(repl.feed(bytes('OKbb1\r\n\x04\x04>')))).toEqual(['ready']);
    expect(repl.at).toBe('ready');
  });

  it('asks its question at each entry, and knows an answer from a failure', () => {
    const repl = new RawRepl('print(6*7)\n', 99);
    repl.interrupt();
    repl.enter();
    expect(short(repl.feed(bytes(BANNER)))).toEqual(["send print('bb100')\nprint(6*7)\n\x04"]);
    expect(repl.feed(bytes('OKbb100\r\n42\r\n\x04\x04>'))).toEqual([{ type: 'ready', answer: '42' }]);
    repl.interrupt();
    repl.enter();
    repl.feed(bytes(BANNER));
    const failed = 'OKbb101\r\n\x04Traceback (most recent call last):\r\nImportError: \r\n\x04>';
    expect(repl.feed(bytes(failed))).toEqual([{ type: 'ready', answer: '' }]);
  });

  it('takes nothing for its own that was said to whoever held the board before', () => {
    const repl = new RawRepl('', 500);
    repl.interrupt();
    repl.feed(bytes(BANNER));
    expect(repl.at).toBe('entering');
    repl.enter();
    repl.feed(
      bytes(`${BANNER}R\x01\x80\x00\x01\x04\x04KeyboardInterrupt: \r\n\x04>OKbb7\r\n\x04\x04>${BANNER}`),
    );
    expect(repl.at).toBe('probing');
    expect(short(repl.feed(bytes('OKbb501\r\n\x04\x04>')))).toEqual(['ready']);
  });

  it('shows what the interrupted program said, not the banner', () => {
    const repl = new RawRepl();
    repl.interrupt();
    repl.enter();
    expect(short(repl.feed(bytes(`raw data\r\nKeyboardInterrupt: \r\n${BANNER}`)))).toEqual([
      'console raw data\r\nKeyboardInterrupt: \r\n',
      "send print('bb1')\n\x04",
    ]);
  });

  it('tells late banners of several tries from answers', () => {
    const repl = new RawRepl();
    repl.interrupt();
    repl.enter();
    repl.enter();
    repl.feed(bytes(BANNER));
    expect(short(repl.feed(bytes(`${BANNER}OKbb1\r\n\x04\x04>`)))).toEqual(['ready']);
  });
});

describe('raw-paste, as a v1.28 VM spoke it', () => {
  it('print(5)', () => {
    expect(run(atPrompt(), 'print(5)\n', 'R\x01\x80\x00\x01', '\x045\n\x04\x04>')).toEqual([
      'send \x05A\x01print(5)\n\x04',
      'accepted',
      'output 5\n',
      'result end ',
    ]);
  });

  it('a syntax error closes the paste early: answered by 04, then the traceback', () => {
    const traceback =
      'Traceback (most recent call last):\r\n  File "<stdin>", line 1\r\nSyntaxError: invalid syntax\r\n';
    const source = `(}${'#'.repeat(600)}`;
    expect(run(atPrompt(), source, 'R\x01\x80\x00\x01', '\x04', `\x04${traceback}\x04>`)).toEqual([
      `send \x05A\x01${source.slice(0, 256)}\x04`,
      `result stop ${traceback}`,
    ]);
  });

  it('an exception', () => {
    expect(
      run(atPrompt(), '1/0', 'R\x01\x80\x00\x01\x04', '\x04Traceback\r\nZeroDivisionError: \r\n\x04>'),
    ).toEqual(['send \x05A\x011/0\x04', 'accepted', 'result end Traceback\r\nZeroDivisionError: \r\n']);
  });

  it('obeys the window that the board announces, and waits for credit', () => {
    const repl = atPrompt();
    const source = 'x'.repeat(100);
    expect(run(repl, source, 'R\x01\x20\x00')).toEqual([`send \x05A\x01${source.slice(0, 32)}`]);
    expect(short(repl.feed(bytes('\x01')))).toEqual([`send ${source.slice(0, 32)}`]);
    expect(repl.feed(bytes(''))).toEqual([]);
    expect(short(repl.feed(bytes('\x01\x01')))).toEqual([`send ${source.slice(0, 36)}\x04`]);
    expect(repl.at).toBe('ending');
    expect(short(repl.feed(bytes('\x01\x04\x04\x04>')))).toEqual(['accepted', 'result end ']);
  });

  it('is asked for again before each source, and the machine says that the board has it', () => {
    const repl = atPrompt();
    expect(repl.paste).toBe('unknown');
    run(repl, '1', 'R\x01\x80\x00\x01\x04\x04\x04>');
    expect(repl.paste).toBe('yes');
    expect(run(repl, '2', 'R\x01\x80\x00\x01\x04\x04\x04>')[0]).toBe('send \x05A\x012\x04');
  });
});

describe('older firmware', () => {
  it('R 00 and the prompt that follows it: plain from then on, without asking again', () => {
    const repl = atPrompt();
    expect(run(repl, 'print(1)', 'R\x00', '>', 'OK1\r\n\x04\x04>')).toEqual([
      'send \x05A\x01print(1)',
      'pause 10',
      'send \x04',
      'accepted',
      'output 1\r\n',
      'result end ',
    ]);
    expect(repl.paste).toBe('no');
    expect(run(repl, '2', 'OK\x04\x04>')[0]).toBe('send 2');
  });

  it('the banner instead of an answer (before v1.14)', () => {
    const lines = run(atPrompt(), 'print(1)', BANNER, 'OK1\r\n\x04\x04>');
    expect(lines.slice(-3)).toEqual(['accepted', 'output 1\r\n', 'result end ']);
  });

  it('paces what nobody acknowledges', () => {
    const repl = atPrompt();
    const events = [...repl.run(bytes('y'.repeat(600))), ...repl.feed(bytes('R\x00>'))];
    const sizes = events.map((event) => (event.type === 'send' ? event.bytes.length : `${event.type}`));
    expect(sizes).toEqual([3, PLAIN_CHUNK, 'pause', PLAIN_CHUNK, 'pause', 600 - 2 * PLAIN_CHUNK, 'pause', 1]);
  });

  it('never sends an empty line and 04: that would be a soft reset', () => {
    expect(run(atPrompt(), '', 'R\x00>')).toContain('send \x05A\x01\n');
  });
});

describe('framing', () => {
  const asked = 'R\x01\x80\x00\x01\x04';

  it.each(['a\x04b', '\x04', '\x04\x04', 'a\x04\x04b', '\x04a\x04b\x04'])(
    'output with 04 in it: %j',
    (output) => {
      const lines = run(atPrompt(), 'x', `${asked}${output}\x04\x04>`);
      expect(lines.slice(2)).toEqual([`output ${output}`, 'result end ']);
    },
  );

  it('a program that prints a 04 and goes on for ever is told as it comes, and its traceback in the end', () => {
    const repl = atPrompt();
    const lines = run(repl, 'x', asked);
    const piece = 'y'.repeat(50_000);
    let told = 0;
    const tell = (answer: string) => {
      for (const event of repl.feed(bytes(answer))) if (event.type === 'output') told += event.bytes.length;
    };
    tell('\x04');
    for (let round = 0; round < 20; round++) tell(piece);
    // What might still be a traceback is waited with, and no more than that.
    expect(told).toBeGreaterThan(20 * piece.length - 70_000);
    const end = short(repl.feed(bytes('\x04KeyboardInterrupt: \r\n\x04>')));
    expect(told + (end[0] ?? '').length - 'output '.length).toBe(1 + 20 * piece.length);
    expect([lines.at(-1), end.at(-1)]).toEqual(['accepted', 'result end KeyboardInterrupt: \r\n']);
  });

  it('of a traceback without measure the end is kept', () => {
    const long = `${'z'.repeat(100_000)}\r\nValueError: last`;
    const end = run(atPrompt(), 'x', `${asked}1\x04${long}\x04>`).at(-1) ?? '';
    expect(end).toMatch(/^result end z*\r\nValueError: last$/);
  });

  it('output that imitates the end of a reply is noticed at the prompt', () => {
    const repl = atPrompt();
    expect(run(repl, 'x', `${asked}a\x04\x04>`, 'b\r\n\x04\x04>')).toContain('fault');
    expect(repl.at).toBe('entering');
  });

  it('what a timer prints at the prompt, or before an answer, is console', () => {
    const repl = atPrompt();
    expect(short(repl.feed(bytes('tick rate\r\n')))).toEqual(['console tick rate\r\n']);
    expect(run(repl, 'x', `Rare raw RE${asked}1\x04\x04>`).slice(1)).toEqual([
      'accepted',
      'output 1',
      'result end ',
    ]);
  });

  it('SystemExit ends in a soft reboot (v1.24 and later), which ends the reply', () => {
    const reboot = `\r\nMPY: soft reboot\r\nboot says > hello\r\n${BANNER}`;
    expect(run(atPrompt(), 'x', `${asked}1\r\n\x04\x04${reboot}`).slice(-2)).toEqual([
      'output 1\r\n',
      'result end ',
    ]);
  });

  it('leaves by Ctrl-B, and all that follows is console', () => {
    const repl = atPrompt();
    expect(short(repl.leave())).toEqual(['send \r\x02']);
    expect(short(repl.feed(bytes('\x04\x01>hi')))).toEqual(['console \x04\x01>hi']);
  });
});

describe('any chunking', () => {
  const traces: [string, string, string][] = [
    ['paste', 'print(5)\n', 'R\x01\x80\x00\x01\x045\r\n\x04\x04>'],
    ['long paste', 'z'.repeat(700), `R\x01\x80\x00\x01${'\x01'.repeat(5)}\x04ok\x04\x04>`],
    ['early stop', 'z'.repeat(700), 'R\x01\x80\x00\x01\x04\x04MemoryError: \r\n\x04>'],
    ['refused', 'a', 'R\x00>OK1\r\n\x04\x04>'],
    ['ancient', 'a', `${BANNER}OK1\r\n\x04Err\x04>`],
    ['04 in output', 'a', 'R\x01\x80\x00\x01\x04a\x04b\x04\x04\x04\x04>'],
    ['soft reboot', 'a', `R\x01\x80\x00\x01\x04a\x04\x04\r\nMPY: soft reboot\r\n${BANNER}`],
  ];

  it.each(traces)('gives the same: %s', (_, source, answer) => {
    const whole = run(atPrompt(), source, answer).filter((line) => !line.startsWith('send'));
    const seed = freshSeed();
    const random = seeded(seed);
    for (let round = 0; round < 40; round++) {
      const pieces = chunked(bytes(answer), random, 6).map((piece) => Buffer.from(piece).toString('latin1'));
      const lines = run(atPrompt(), source, ...pieces).filter((line) => !line.startsWith('send'));
      expect(lines, `seed ${seed}, round ${round}`).toEqual(whole);
    }
  });

  it('noise of any kind ends in no exception, and entering anew always works', () => {
    const seed = freshSeed();
    const random = seeded(seed);
    const spice = [...bytes('\x01\x04\x04>R\x01R\x00OK'), ...bytes(BANNER)];
    for (let round = 0; round < 300; round++) {
      const repl = atPrompt();
      repl.run(bytes('x'.repeat(Math.floor(random() * 600))));
      const noise = Uint8Array.from({ length: 200 }, () =>
        random() < 0.5 ? (spice[Math.floor(random() * spice.length)] ?? 0) : Math.floor(random() * 256),
      );
      for (const piece of chunked(noise, random)) repl.feed(piece);
      repl.interrupt();
      repl.enter();
      answerProbe(repl, repl.feed(bytes(`x\x04\x04>${BANNER}`)));
      expect(repl.at, `seed ${seed}, round ${round}`).toBe('ready');
    }
  });
});
