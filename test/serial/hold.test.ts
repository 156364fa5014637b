/** Getting hold of a board in whatever state it is, on real MicroPython; and leaving alone what is only watched. */
import { afterEach, describe, expect, it } from 'vitest';
import { watchBoard } from '../../main/serial/index.ts';
import { Terminal, untilPlugged, untilState } from '../virtual/support.ts';
import { holdRig, soon } from './hold-rig.ts';

const { bench, boards, opened, running, clear } = holdRig();
afterEach(clear);

const swallows = (times: number) => `import time
n=0
while n<${times}:
 try:
  print('on')
  while True:
   time.sleep_ms(5)
 except KeyboardInterrupt:
  n+=1
`;

describe('a program that', () => {
  it.each([
    ['sleeps long', "import time\nprint('on')\ntime.sleep(1000)", 'interrupt'],
    ['spins', "print('on')\nwhile True:pass", 'interrupt'],
    ['has ended', "print('on')", 'at-prompt'],
    ['swallows three', swallows(3), 'burst'],
  ])('%s', async (_, main, by) => {
    const { open, resets } = await running(main, {}, by === 'at-prompt' ? '>>> ' : 'on');
    const board = await open();
    expect(board.hold).toEqual({ by, watchdog: 'none' });
    expect(await board.exec('print(1)')).toBe('1\n');
    expect(resets).toEqual([]);
  });

  it('is a REPL itself is told to end: neither reset nor taken for MicroPython’s own', async () => {
    const main = `import sys,asyncio,micropython
async def repl():
 s=asyncio.StreamReader(sys.stdin)
 micropython.kbd_intr(-1)
 try:
  while True:
   sys.stdout.write('--> ')
   while True:
    c=ord(await s.read(1))
    if c==1:
     sys.stdout.write('raw REPL; CTRL-B to exit\\n>')
     await s.read(1000000)
    if c==4:
     sys.stdout.write('\\n')
     asyncio.new_event_loop()
     return
    if c in (3,10):
     sys.stdout.write('\\n')
     break
 finally:
  micropython.kbd_intr(3)
async def work():
 while True:await asyncio.sleep_ms(20)
async def main():
 print('on')
 asyncio.create_task(work())
 await repl()
asyncio.run(main())
`;
    const { open, resets } = await running(main, {}, '--> ');
    const board = await open();
    expect(board.hold?.by).toBe('other-prompt');
    expect(await board.exec('print("ä", len(b"\\xff\\x80"))')).toBe('ä 2\n');
    expect(resets).toEqual([]);
  });
});

describe('what somebody or a program that died has left', () => {
  const source = 'open("t-ran","w").close()';

  it.each([
    ['a line half typed', source],
    ['a raw prompt with half a source', `\x01${source}`],
    ['an open raw-paste', `\x01\x05A\x01${source}`],
  ])('%s: it is not run', async (_, typed) => {
    for (const kind of ['esp32', 'pico'] as const) {
      const device = bench.addBoard({ kind });
      await untilPlugged(device);
      const terminal = new Terminal(device);
      await untilState(device, 'running');
      await terminal.ask('\r', '>>> ');
      await terminal.type(typed);
      await terminal.close();
      const board = await opened(device);
      expect(await board.exec('import os\nprint([n for n in os.listdir() if n[:2]=="t-"])')).toBe('[]\n');
    }
  });

  it('a program that runs at the raw prompt', async () => {
    const device = bench.addBoard({ kind: 'esp32' });
    const terminal = new Terminal(device);
    await terminal.until('>>> ');
    await terminal.type('\x01\x05A\x01print("on")\nwhile True:pass\n\x04');
    await terminal.until('on');
    await terminal.close();
    expect(await (await opened(device)).exec('print(1)')).toBe('1\n');
  });
});

describe('a watchdog', () => {
  const dog = (where: string) =>
    `import machine,time\n${where}\nprint('on')\nwhile True:\n time.sleep_ms(100)\n dog.feed()\n`;

  it('of a program on a pico is taken over', async () => {
    const { open } = await running(dog('dog=machine.WDT(timeout=8000)'), { kind: 'pico' });
    const board = await open();
    expect(board.hold).toEqual({ by: 'interrupt', watchdog: 'fed' });
    expect(await board.exec('__feed__()\nprint(callable(__feed__))')).toBe('True\n');
  });

  it('is not started where there was none', async () => {
    const { open } = await running("print('on')", { kind: 'pico' });
    const board = await open();
    expect(board.hold?.watchdog).toBe('none');
    expect(
      await board.exec('import machine\nprint(machine.mem32[0x40058000], "__feed__" in globals())'),
    ).toBe('0 False\n');
  });

  it('that an ESP32 does not have is not found', async () => {
    const { open } = await running(
      "# no machine.WDT(timeout=1) here\nimport time\nprint('on')\ntime.sleep(99)",
    );
    expect((await open()).hold).toEqual({ by: 'interrupt', watchdog: 'none' });
  });
});

describe('watching and typing', () => {
  it('a watched board gets not one byte, and no reset', async () => {
    const { device, resets } = await running("import time\nwhile True:\n print('on')\n time.sleep_ms(5)");
    let sent = 0;
    device.cable.add('down', (deliver) => ({
      send(bytes) {
        sent += bytes.length;
        deliver(bytes);
      },
      cut() {},
    }));
    const board = await watchBoard({ ports: bench.ports, path: device.path });
    await board.waitForLine((line) => line === 'on', { signal: soon() });
    await board.close();
    expect({ sent, resets }).toEqual({ sent: 0, resets: [] });
  });

  it('what a person types goes to the program, until somebody works on the board', async () => {
    const { device } = await running("print('on')\nwhile True:print('got',input())");
    const board = await watchBoard({ ports: bench.ports, path: device.path });
    boards.push(board);
    await board.type(Buffer.from('hello\r'));
    await board.waitForLine((line) => line.endsWith('got hello'), { signal: soon() });
    await board.exec('pass');
    await expect(board.type(Buffer.from('1\r'))).rejects.toMatchObject({ code: 'console-closed' });
    await board.softReset({ signal: soon() });
    await board.waitForLine((line) => line === 'on', { signal: soon() });
    await board.type(Buffer.from('again\r'));
    await board.waitForLine((line) => line.endsWith('got again'), { signal: soon() });
    await board.close();
    await expect(board.type(Buffer.from('1\r'))).rejects.toMatchObject({ code: 'console-closed' });
  });
});
