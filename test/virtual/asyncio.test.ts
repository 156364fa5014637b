/** `asyncio` of a board: extmod/asyncio of MicroPython, on the blocking loop of the virtual port. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import { rawBoard, type Terminal } from './support.ts';

const bench = createVirtualBench();
let board: VirtualBoard;
let terminal: Terminal;
beforeAll(async () => {
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  ({ board, terminal } = await rawBoard(bench, { kind: 'esp32' }));
  await terminal.run(`
import network, time, asyncio
sta = network.WLAN(network.STA_IF); sta.active(True); sta.connect("Home", "correct horse")
while not sta.isconnected(): time.sleep_ms(2)
def run(coro):
    asyncio.new_event_loop()
    return asyncio.run(coro)
`);
});
afterAll(() => bench.close());

const py = (source: string) => terminal.run(source);

async function serve(handle: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('tasks', () => {
  test('gather returns in order', async () => {
    expect(
      await py(`
async def after(ms, v):
    await asyncio.sleep_ms(ms)
    return v
async def main():
    print(await asyncio.gather(after(20, 1), after(5, 2), after(10, 3)))
run(main())`),
    ).toBe('[1, 2, 3]\n');
  });

  test('gather with an exception: it comes out, the others go on', async () => {
    expect(
      await py(`
seen = []
async def bad():
    raise ValueError("bad")
async def good():
    await asyncio.sleep_ms(10)
    seen.append(1)
async def main():
    try:
        await asyncio.gather(bad(), good())
    except ValueError as e:
        print(e, seen)
    await asyncio.sleep_ms(30)
    print(seen, await asyncio.gather(bad(), return_exceptions=True))
run(main())`),
    ).toBe("bad []\n[1] [ValueError('bad',)]\n");
  });

  test('wait_for gives up, and cancels what it waited for', async () => {
    expect(
      await py(`
async def long():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise
async def quick():
    return 7
async def main():
    print(await asyncio.wait_for(quick(), 1))
    try:
        await asyncio.wait_for(long(), 0.02)
    except asyncio.TimeoutError as e:
        print("timeout", isinstance(e, OSError))
run(main())`),
    ).toBe('7\ncancelled\ntimeout False\n');
  });

  test('cancel, done, current_task, and a task that is awaited twice', async () => {
    expect(
      await py(`
async def work(n):
    try:
        await asyncio.sleep(n)
        return "done"
    finally:
        print("finally", asyncio.current_task() is t)
async def main():
    global t
    t = asyncio.create_task(work(10))
    await asyncio.sleep_ms(5)
    print(t.done(), t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("was cancelled", t.done())
    t = asyncio.create_task(work(0))
    print(await t, await t)
run(main())`),
    ).toBe('False True\nfinally True\nwas cancelled True\nfinally True\ndone done\n');
  });

  test('what nobody awaits is printed, and the loop goes on', async () => {
    const text = await py(`
async def bad():
    raise ValueError("nobody heard")
async def main():
    asyncio.create_task(bad())
    # The loop tells of it in a later round, which a busy computer may bring after a first sleep.
    for _ in range(3):
        await asyncio.sleep_ms(10)
    print("still here")
run(main())`);
    expect(text).toContain("Task exception wasn't retrieved");
    expect(text).toContain('ValueError: nobody heard');
    expect(text.endsWith('still here\n')).toBe(true);
  });

  test('a handler of ones own hears of it', async () => {
    expect(
      await py(`
async def bad():
    raise ValueError(1)
async def main():
    asyncio.get_event_loop().set_exception_handler(lambda loop, c: print("handler", repr(c["exception"])))
    asyncio.create_task(bad())
    await asyncio.sleep_ms(5)
    asyncio.get_event_loop().set_exception_handler(None)
run(main())`),
    ).toBe('handler ValueError(1,)\n');
  });

  test('an exception of main comes out of run', async () => {
    await expect(
      py('async def main():\n    await asyncio.sleep_ms(1)\n    raise OSError(5)\nrun(main())'),
    ).rejects.toThrow(/OSError: (\[Errno 5\] )?EIO/);
  });

  test('Event, Lock, and a Timer that sets a ThreadSafeFlag', async () => {
    expect(
      await py(`
import machine
async def waiter(e, n):
    await e.wait()
    print("event", n)
async def locked(l, n):
    async with l:
        print("in", n)
        await asyncio.sleep_ms(2)
        print("out", n)
async def main():
    e = asyncio.Event()
    ts = [asyncio.create_task(waiter(e, i)) for i in range(2)]
    await asyncio.sleep_ms(2)
    e.set()
    await asyncio.gather(*ts)
    l = asyncio.Lock()
    await asyncio.gather(locked(l, 1), locked(l, 2))
    f = asyncio.ThreadSafeFlag()
    machine.Timer(0).init(mode=machine.Timer.ONE_SHOT, period=10, callback=lambda t: f.set())
    await f.wait()
    print("flag")
run(main())`),
    ).toBe('event 0\nevent 1\nin 1\nout 1\nin 2\nout 2\nflag\n');
  });

  test('run_forever and stop', async () => {
    expect(
      await py(`
async def soon():
    print("stopping")
    asyncio.get_event_loop().stop()
asyncio.new_event_loop()
loop = asyncio.get_event_loop()
loop.create_task(soon())
loop.run_forever()
print("stopped")`),
    ).toBe('stopping\nstopped\n');
  });
});

describe('streams', () => {
  test('open_connection: lines, exactly so many, and all to the end', async () => {
    const port = await serve((socket) => {
      socket.once('data', (data) => socket.end(`${data}\r\n12345the rest`));
    });
    expect(
      await py(`
async def main():
    r, w = await asyncio.open_connection("10.77.1.1", ${port})
    w.write(b"hello")
    await w.drain()
    print(await r.readline(), await r.readexactly(5), await r.read(3), await r.read(), await r.read(1))
    try:
        await r.readexactly(1)
    except EOFError:
        print("EOF")
    w.close()
    await w.wait_closed()
run(main())`),
    ).toBe("b'hello\\r\\n' b'12345' b'the' b' rest' b''\nEOF\n");
  });

  test('a refused connection is seen by the first read, as on a board', async () => {
    expect(
      await py(`
async def main():
    r, w = await asyncio.open_connection("10.77.1.1", 1)
    try:
        await r.read(1)
    except OSError as e:
        print(e.errno)
run(main())`),
    ).toBe('111\n');
  });

  test('a peer that resets in the middle of a read', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(
      await py(`
async def main():
    r, w = await asyncio.open_connection("10.77.1.1", ${port})
    w.write(b"x"); await w.drain()
    try:
        await r.read(1)
    except OSError as e:
        print(e.errno)
run(main())`),
    ).toBe('104\n');
  });

  test('200 kB up and down, both at once, while another task ticks', async () => {
    const whole = Promise.withResolvers<number>();
    const port = await serve((socket) => {
      let got = 0;
      socket.on('data', (data) => {
        got += data.length;
      });
      socket.on('end', () => whole.resolve(got));
      socket.end(Buffer.alloc(200_000, 'd'));
    });
    const text = await py(`
import gc
gc.collect()
before = gc.mem_alloc()
ticks = 0
async def tick():
    global ticks
    while True:
        ticks += 1
        await asyncio.sleep_ms(1)
async def down(r):
    buf = bytearray(1024); n = 0
    while True:
        got = await r.readinto(buf)
        if not got: return n
        n += got
async def up(w):
    chunk = bytes(1000)
    for i in range(200):
        w.write(chunk)
        await w.drain()
async def main():
    t = asyncio.create_task(tick())
    r, w = await asyncio.open_connection("10.77.1.1", ${port})
    n, _ = await asyncio.gather(down(r), up(w))
    w.close(); await w.wait_closed()
    print(n, ticks > 3)
run(main())`);
    expect(text).toBe('200000 True\n');
    expect(await whole.promise).toBe(200_000);
  });

  test('start_server: several at once, a handler that fails harms nobody, and it closes', async () => {
    await terminal.type(`
stop = asyncio.Event()
async def handle(r, w):
    line = await r.readline()
    if line == b"crash\\n": raise ValueError("handler")
    if line == b"stop\\n": stop.set()
    await asyncio.sleep_ms(10)
    w.write(b"got " + line)
    await w.drain()
    w.close(); await w.wait_closed()
async def main():
    s = await asyncio.start_server(handle, "0.0.0.0", 80)
    print("serving")
    await stop.wait()
    await asyncio.sleep_ms(20)
    s.close(); await s.wait_closed()
    print("closed", len(asyncio.core._io_queue.map))
run(main())\x04`);
    await terminal.until('serving\r\n');
    const [host, port] = (await board.address()).split(':');
    const talk = async (line: string): Promise<string> => {
      const socket = connect({ host: host ?? '', port: Number(port) });
      socket.setEncoding('utf8').write(`${line}\n`);
      let text = '';
      for await (const part of socket) text += part;
      return text;
    };
    const broken = connect({ host: host ?? '', port: Number(port) });
    broken.write('crash\n');
    await terminal.until('ValueError: handler\r\n');
    broken.destroy();
    const lines = Array.from({ length: 8 }, (_, i) => `line ${i}`);
    expect(await Promise.all(lines.map(talk))).toEqual(lines.map((line) => `got ${line}\n`));
    expect(await talk('stop')).toBe('got stop\n');
    // The one whose handler failed was never closed: nobody waits for it.
    expect(await terminal.until('\x04>')).toContain('closed 0\r\n');
    await expect(talk('late')).rejects.toThrow();
  });

  test('TLS is not there, and is not passed over either', async () => {
    expect(
      await py(`
async def main():
    try:
        await asyncio.open_connection("10.77.1.1", 9, ssl=True)
    except NotImplementedError as e:
        print(e)
run(main())`),
    ).toBe('no TLS on the virtual bench\n');
  });

  test('cancel during a read, and wait_for around one', async () => {
    const port = await serve((socket) => socket.resume());
    expect(
      await py(`
async def main():
    r, w = await asyncio.open_connection("10.77.1.1", ${port})
    try:
        await asyncio.wait_for(r.read(1), 0.02)
    except asyncio.TimeoutError:
        print("timeout")
    async def reader():
        await r.read(1)
    t = asyncio.create_task(reader())
    await asyncio.sleep_ms(5)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", len(asyncio.core._io_queue.map))
    w.close(); await w.wait_closed()
run(main())`),
    ).toBe('timeout\ncancelled 0\n');
  });

  test('standard input as a stream', async () => {
    await terminal.type(
      'import sys\nasync def main():\n  r = asyncio.StreamReader(sys.stdin)\n  print(repr(await r.read(2)), repr(await r.readline()))\nrun(main())\x04',
    );
    await terminal.until('OK');
    expect(await terminal.ask('abcd\r', '\x04>')).toBe("'ab' b'cd\\n'\r\n\x04\x04>");
  });
});
