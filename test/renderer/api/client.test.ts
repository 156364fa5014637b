/** What the client does by itself, without a bench behind it: waiting, coming back, not believing everything. */
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../preload/contract/errors.ts';
import type { Channel, ClientMessage } from '../../../preload/contract/messages.ts';
import { createClient } from '../../../renderer/api/client.ts';
import { DoorRefused, FIRST_PAUSE, LONGEST_PAUSE } from '../../../renderer/api/connection.ts';
import { createEnds, type Ends } from '../../../renderer/api/ends.ts';
import { boardAt } from '../../door/fake-bench.ts';

interface Line {
  readonly sent: ClientMessage[];
  /** What the bench says. */
  say(message: unknown): void;
  /** The bench goes. */
  drop(): void;
  readonly ends: Ends;
}

/** Connections that a test lets succeed or fail, and pauses that it ends. */
function scene() {
  const attempts: PromiseWithResolvers<Channel>[] = [];
  const pauses: { ms: number; end: () => void }[] = [];
  const client = createClient(
    () => {
      const attempt = Promise.withResolvers<Channel>();
      attempts.push(attempt);
      return attempt.promise;
    },
    {
      later: (work, ms) => {
        const pause = { ms, end: work };
        pauses.push(pause);
        return () => {
          pauses.splice(pauses.indexOf(pause), 1);
        };
      },
    },
  );
  const states: string[] = [];
  client.state.subscribe((state) =>
    states.push(state.status === 'lost' ? `lost ${state.why}` : state.status),
  );
  const settle = () => new Promise(setImmediate);
  return {
    client,
    attempts,
    pauses,
    states,
    settle,
    async open(): Promise<Line> {
      const ends = createEnds();
      const sent: ClientMessage[] = [];
      attempts.at(-1)?.resolve({
        send: (message) => sent.push(message as ClientMessage),
        onMessage: ends.onMessage,
        onClose: ends.onClose,
        close: ends.end,
      });
      await settle();
      return { sent, ends, say: ends.receive, drop: ends.end };
    },
    async refuse(error: Error = new Error('nobody there')) {
      attempts.at(-1)?.reject(error);
      await settle();
    },
    /** Lets the present pause pass; tells how long it was. */
    async pass(): Promise<number | undefined> {
      const pause = pauses.pop();
      pause?.end();
      await settle();
      return pause?.ms;
    },
  };
}

const ABOUT = { version: '1', door: 'web', platform: 'test' } as const;

describe('before the first connection', () => {
  it('calls wait for it', async () => {
    const { client, open } = scene();
    const call = client.call('bench.about', {});
    const { sent, say } = await open();
    expect(sent).toEqual([{ type: 'call', id: 1, name: 'bench.about', params: {} }]);
    say({ type: 'result', id: 1, value: ABOUT });
    expect(await call).toEqual(ABOUT);
  });

  it('a call that is cancelled is never sent', async () => {
    const { client, open } = scene();
    const stop = new AbortController();
    const call = client.call('bench.about', {}, { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.call('bench.about', {}, { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await open()).sent).toEqual([]);
  });

  it('calls fail when it cannot be had, and what is watched waits on', async () => {
    const { client, refuse, pass, open } = scene();
    client.subscribe('boards', {}, () => {});
    const call = client.call('bench.about', {});
    await Promise.all([expect(call).rejects.toMatchObject({ code: 'door-closed' }), refuse()]);
    await pass();
    expect((await open()).sent).toEqual([{ type: 'subscribe', id: 1, topic: 'boards', params: {} }]);
  });
});

describe('coming back', () => {
  it('pauses grow, to a limit, and begin anew when the bench has spoken', async () => {
    const { refuse, pass, open, states } = scene();
    const seen: (number | undefined)[] = [];
    for (let n = 0; n < 8; n++) {
      await refuse();
      seen.push(await pass());
    }
    expect(seen).toEqual([250, 500, 1000, 2000, 4000, 8000, LONGEST_PAUSE, LONGEST_PAUSE]);
    const mute = await open();
    mute.drop();
    expect(await pass()).toBe(LONGEST_PAUSE);
    const line = await open();
    line.say({ type: 'ready', id: 99 });
    line.drop();
    expect(await pass()).toBe(FIRST_PAUSE);
    expect(states).toEqual(['lost gone', 'open', 'lost gone', 'open', 'lost gone']);
  });

  it('need not wait for the end of the pause', async () => {
    const { client, refuse, pauses, attempts } = scene();
    client.retry();
    expect(attempts).toHaveLength(1);
    await refuse();
    client.retry();
    client.retry();
    expect(attempts).toHaveLength(2);
    expect(pauses).toHaveLength(0);
  });

  it('tells a bench that is gone from one that wants its link opened', async () => {
    const { client, refuse, pass, states } = scene();
    await refuse();
    await pass();
    await refuse(new DoorRefused());
    expect(states).toEqual(['lost gone', 'lost refused']);
    await expect(client.call('bench.about', {})).rejects.toMatchObject({ code: 'door-closed' });
  });

  it('sends no call again, and does not take an answer of an older channel', async () => {
    const { client, open, pass } = scene();
    const first = await open();
    const call = client.call('device.restart', { deviceId: 'dev-1' });
    const failed = expect(call).rejects.toMatchObject({ code: 'door-closed' });
    first.drop();
    await failed;
    await pass();
    const second = await open();
    expect(second.sent).toEqual([]);
    first.say({ type: 'result', id: 1, value: {} });
    second.say({ type: 'result', id: 1, value: {} });
  });

  it('watches again what is still wanted', async () => {
    const { client, open, pass } = scene();
    const seen: number[] = [];
    const stop = client.subscribe('jobs', {}, () => {});
    client.subscribe('boards', {}, ({ boards }) => seen.push(boards.length));
    const first = await open();
    expect(first.sent.map((message) => message.id)).toEqual([1, 2]);
    first.drop();
    stop();
    await pass();
    const second = await open();
    expect(second.sent).toEqual([{ type: 'subscribe', id: 2, topic: 'boards', params: {} }]);
    second.say({ type: 'event', id: 2, value: { boards: [boardAt('a')] } });
    expect(seen).toEqual([1]);
  });

  it('ends with close, for good', async () => {
    const { client, open, pauses, states, attempts } = scene();
    const line = await open();
    const call = client.call('bench.about', {});
    const failed = expect(call).rejects.toMatchObject({ code: 'door-closed' });
    client.close();
    client.close();
    await failed;
    expect(line.ends.ended).toBe(true);
    expect(states).toEqual(['open', 'lost closed']);
    client.retry();
    expect([pauses.length, attempts.length]).toEqual([0, 1]);
  });

  it('closes a channel that opens after the end', async () => {
    const { client, open, states } = scene();
    client.close();
    expect((await open()).ends.ended).toBe(true);
    expect(states).toEqual(['lost closed']);
  });
});

describe('what comes in is not believed', () => {
  it('an answer that is not as agreed is none', async () => {
    const { client, open } = scene();
    const { say } = await open();
    const call = client.call('bench.about', {});
    say({ type: 'result', id: 1, value: { version: 7 } });
    await expect(call).rejects.toMatchObject({ code: 'unexpected' });
  });

  it('an event that is not as agreed ends its subscription', async () => {
    const { client, open } = scene();
    const { say, sent } = await open();
    const seen: unknown[] = [];
    const failures: Failure[] = [];
    client.subscribe('boards', {}, (event) => seen.push(event), { onFailure: (f) => failures.push(f) });
    say({ type: 'event', id: 1, value: { boards: 'many' } });
    say({ type: 'event', id: 1, value: { boards: [] } });
    expect(seen).toEqual([]);
    expect(failures).toMatchObject([{ code: 'unexpected' }]);
    expect(sent.at(-1)).toEqual({ type: 'unsubscribe', id: 1 });
  });

  it.each([
    ['words', 'hello'],
    ['an unknown type', { type: 'hug', id: 1 }],
    ['a broken failure', { type: 'failed', id: 1, failure: { code: 7 } }],
    ['nothing', null],
  ])('a channel that says what is no message (%s) is given up', async (_, message) => {
    const { open, states, pauses } = scene();
    const line = await open();
    line.say(message);
    expect(line.ends.ended).toBe(true);
    expect(states).toEqual(['open', 'lost gone']);
    expect(pauses).toHaveLength(1);
  });

  it('answers that nobody waits for are nothing', async () => {
    const { client, open } = scene();
    const { say } = await open();
    for (const type of ['result', 'event'] as const) say({ type, id: 77, value: 1 });
    say({ type: 'progress', id: 77, progress: { done: 1, total: 2, what: '' } });
    say({ type: 'failed', id: 77, failure: { code: 'unexpected', params: {} } });
    const call = client.call('bench.about', {});
    say({ type: 'result', id: 1, value: ABOUT });
    say({ type: 'result', id: 1, value: { version: 'another' } });
    expect(await call).toEqual(ABOUT);
  });

  it('a code that this page does not know arrives as it is', async () => {
    const { client, open } = scene();
    const { say } = await open();
    const call = client.call('bench.about', {});
    say({ type: 'failed', id: 1, failure: { code: 'from-the-future', params: { year: 2040 } } });
    await expect(call).rejects.toMatchObject({ code: 'from-the-future', params: { year: 2040 } });
  });
});
