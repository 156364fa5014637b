import { beforeEach, describe, expect, it } from 'vitest';
import { openElectronDoor } from '../../main/door/electron-door.ts';
import type { Bridge } from '../../preload/contract/bridge.ts';
import { WIRE } from '../../preload/contract/bridge.ts';
import type { Channel } from '../../preload/contract/messages.ts';
import { bridgeChannel } from '../../renderer/api/bridge-channel.ts';
import { type DoorRig, doorSuite } from '../suites/door-suite.ts';
import { FakeContents, FakeFrame, type FakePage, resetFake } from './fake-electron.ts';

const ORIGIN = 'app://bootbench';

interface Served {
  readonly channel: Channel;
  readonly got: unknown[];
  closed: number;
}

function openDoor(contents: FakeContents) {
  contents.mainFrame.origin = ORIGIN;
  const served: Served[] = [];
  const log: string[] = [];
  openElectronDoor(contents as never, {
    origins: [ORIGIN],
    attach(channel) {
      const one: Served = { channel, got: [], closed: 0 };
      channel.onMessage((message) => one.got.push(message));
      channel.onClose(() => {
        one.closed++;
      });
      served.push(one);
    },
    log: (line) => log.push(line),
  });
  return { served, log };
}

const bridgeOf = (page: FakePage) => page.window.bootbench as Bridge;
/** Everything that is on its way has arrived. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

beforeEach(resetFake);

describe('the preload script', () => {
  it('puts send and subscribe into the page, and nothing else', async () => {
    const page = await new FakeContents().openPage();
    expect(Object.keys(page.window)).toEqual(['bootbench']);
    expect(Object.keys(bridgeOf(page)).sort()).toEqual(['send', 'subscribe']);
  });

  it('hears what is meant for its own document only', async () => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    const page = await contents.openPage();
    const got: unknown[] = [];
    const stop = bridgeOf(page).subscribe((message) => got.push(message));
    bridgeOf(page).send('hello');
    await settled();
    contents.send(WIRE, crypto.randomUUID(), 'for another page');
    served[0]?.channel.send('for this one');
    await settled();
    stop();
    served[0]?.channel.send('too late');
    await settled();
    expect(got).toEqual(['for this one']);
  });
});

describe('the door of a window', () => {
  it('hears its page', async () => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    const page = await contents.openPage();
    bridgeOf(page).send({ n: 1 });
    bridgeOf(page).send({ n: 2 });
    await settled();
    expect(served).toHaveLength(1);
    expect(served[0]?.got).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it.each([
    ['a frame inside the page', new FakeFrame(ORIGIN, new FakeFrame(ORIGIN))],
    ['a page of elsewhere', new FakeFrame('https://example.com')],
    ['a name that begins like ours', new FakeFrame('app://bootbench.example')],
    ['another host of our scheme', new FakeFrame('app://other')],
    ['a page without an origin', new FakeFrame('null')],
    ['a frame that is gone', null],
  ])('drops what comes from %s, and says so', async (_, frame) => {
    const contents = new FakeContents();
    const { served, log } = openDoor(contents);
    contents.receive(WIRE, [crypto.randomUUID(), 'let me in'], frame);
    await settled();
    expect(served).toEqual([]);
    expect(log).toHaveLength(1);
  });

  it.each([[undefined], [7], ['short'], ['x'.repeat(10_000)]])(
    'drops a message whose page is %s',
    async (page) => {
      const contents = new FakeContents();
      const { served } = openDoor(contents);
      contents.receive(WIRE, [page, 'hello']);
      await settled();
      expect(served).toEqual([]);
    },
  );

  it('gives a reloaded page a channel of its own, and the page before nothing more', async () => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    const first = bridgeOf(await contents.openPage());
    first.send('one');
    await settled();
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    const second = bridgeOf(await contents.openPage());
    contents.emit('did-navigate', {}, '');
    expect(served[0]?.closed).toBe(1);
    second.send('two');
    first.send('late');
    await settled();
    expect(served.map(({ got }) => got)).toEqual([['one'], ['two']]);
  });

  it('keeps the channel of a page that speaks before its navigation is told', async () => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    bridgeOf(await contents.openPage()).send('one');
    await settled();
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    bridgeOf(await contents.openPage()).send('two');
    await settled();
    contents.emit('did-navigate', {}, '');
    expect(served.map(({ closed }) => closed)).toEqual([1, 0]);
  });

  it('stays open when a navigation was denied', async () => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    const page = bridgeOf(await contents.openPage());
    page.send('one');
    await settled();
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    page.send('two');
    await settled();
    expect(served).toHaveLength(1);
    expect(served[0]?.closed).toBe(0);
  });

  it.each(['render-process-gone', 'destroyed'])('closes at %s, once', async (event) => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    bridgeOf(await contents.openPage()).send('one');
    await settled();
    contents.destroyed = event === 'destroyed';
    contents.emit(event, {}, {});
    contents.emit('destroyed');
    expect(served[0]?.closed).toBe(1);
    served[0]?.channel.send('nobody is there');
  });

  it('tells the page when the bench hangs up; its next message opens anew', async () => {
    const contents = new FakeContents();
    const { served } = openDoor(contents);
    const page = bridgeOf(await contents.openPage());
    const channel = bridgeChannel(page);
    let ended = 0;
    channel.onClose(() => ended++);
    channel.send('one');
    await settled();
    served[0]?.channel.close();
    await settled();
    expect(ended).toBe(1);
    bridgeChannel(page).send('two');
    await settled();
    expect(served.map(({ got }) => got)).toEqual([['one'], ['two']]);
  });
});

doorSuite('the door of the desktop app, over a mock of its IPC', async (dispatcher): Promise<DoorRig> => {
  const windows = new Set<FakeContents>();
  const cut = async () => {
    for (const contents of windows) contents.emit('render-process-gone', {}, { reason: 'crashed' });
    await settled();
  };
  return {
    async connect() {
      const contents = new FakeContents();
      contents.mainFrame.origin = ORIGIN;
      openElectronDoor(contents as never, { origins: [ORIGIN], attach: dispatcher.attach });
      windows.add(contents);
      return bridgeChannel(bridgeOf(await contents.openPage()));
    },
    cut,
    close: cut,
  };
});
