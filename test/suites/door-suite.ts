/**
 * What a page can rely on, whatever door it came through: run over a pair in memory, over MessagePorts, and over the
 * real web door with a real WebSocket.
 * Long because it is one suite over three doors, none of which may leave out a part.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Dispatcher, Handlers, Sources } from '../../main/door/dispatcher.ts';
import { OPEN_LIMIT } from '../../main/door/session.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { type JobOrder, type JobSnapshot, jobState } from '../../preload/contract/jobs.ts';
import type { Channel, ServerMessage } from '../../preload/contract/messages.ts';
import type { JobEvent } from '../../preload/contract/topics.ts';
import { type Client, createClient } from '../../renderer/api/client.ts';
import { boardAt, createFakeBench, type FakeBench } from '../door/fake-bench.ts';
import { createRecorder, type Recorder } from '../door/recorder.ts';

const ORDER: JobOrder = {
  recipe: {
    name: 'Hall 3',
    kind: null,
    appType: 'distance-meter',
    install: 'boot',
    wifi: 'cable',
    identify: 'ask',
  },
  ssid: 'Bench',
};

export interface DoorRig {
  /** A page's end of a new channel to the bench. */
  connect(): Promise<Channel>;
  /** Takes all channels away from the bench's side; resolves when new ones can be had. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

export function doorSuite(name: string, openRig: (dispatcher: Dispatcher) => Promise<DoorRig>): void {
  describe(name, () => {
    const ends: (() => void | Promise<void>)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    });

    interface Scene {
      readonly bench: FakeBench;
      readonly rig: DoorRig;
      /** A page; it comes back only when told to. */
      page(): Client;
      /** A channel without a client on it. */
      raw(): Promise<{ channel: Channel; got: Recorder<ServerMessage>; closed: Promise<void> }>;
    }

    async function scene(handlers?: Partial<Handlers>, sources?: Partial<Sources>): Promise<Scene> {
      const bench = createFakeBench(handlers, sources);
      const rig = await openRig(bench.dispatcher);
      ends.push(() => rig.close());
      ends.push(() => bench.jobs.shutdown());
      return {
        bench,
        rig,
        page() {
          const client = createClient(() => rig.connect(), { later: () => () => {} });
          ends.push(() => client.close());
          return client;
        },
        async raw() {
          const channel = await rig.connect();
          const got = createRecorder<ServerMessage>();
          channel.onMessage((message) => got.add(message as ServerMessage));
          const closed = new Promise<void>((resolve) => channel.onClose(resolve));
          ends.push(() => channel.close());
          return { channel, got, closed };
        },
      };
    }

    describe('a call', () => {
      it('is answered', async () => {
        const { page } = await scene();
        expect(await page().call('bench.about', {})).toEqual({
          version: '1.2.3',
          door: 'web',
          platform: 'test',
        });
      });

      it('gives what its handler got, checked, and nothing besides', async () => {
        const got = createRecorder<unknown>();
        const { page } = await scene({
          'boards.addVirtual': async (params) => {
            got.add(params);
            return { port: 'virtual:pico-1' };
          },
        });
        const params = { kind: 'pico', more: 'than asked for' } as const;
        expect(await page().call('boards.addVirtual', params)).toEqual({ port: 'virtual:pico-1' });
        expect(got.all).toEqual([{ kind: 'pico' }]);
      });

      it('fails with the code and the parameters of what was thrown', async () => {
        const { page } = await scene({
          'device.identify': async ({ deviceId }) => {
            throw new Failure('device-unreachable', { device: deviceId, address: '10.0.0.7' });
          },
        });
        const failed = page().call('device.identify', { deviceId: 'dev-1' });
        await expect(failed).rejects.toBeInstanceOf(Failure);
        await expect(failed).rejects.toMatchObject({
          code: 'device-unreachable',
          params: { device: 'dev-1', address: '10.0.0.7' },
        });
      });

      it('turns whatever else is thrown into a failure, and the log has its trace', async () => {
        const { bench, page } = await scene({
          'device.restart': () => {
            throw new TypeError('nobody thought of that');
          },
        });
        await expect(page().call('device.restart', { deviceId: 'dev-1' })).rejects.toMatchObject({
          code: 'unexpected',
          params: { detail: 'nobody thought of that' },
        });
        expect(bench.log.all.join('\n')).toMatch(/device\.restart: TypeError.*\n\s+at /);
      });

      it('of an unknown name is refused, those that every object has among them', async () => {
        const { raw } = await scene();
        const { channel, got } = await raw();
        const names = ['board.explode', 'constructor', '__proto__', 'x'.repeat(5000)];
        names.forEach((name, id) => {
          channel.send({ type: 'call', id, name, params: {} });
        });
        for (const message of await got.count(names.length)) {
          expect(message).toMatchObject({ type: 'failed', failure: { code: 'call-unknown' } });
          expect(JSON.stringify(message).length).toBeLessThan(200);
        }
      });

      it('with bad parameters never reaches its handler, and no value is told back', async () => {
        const { page, raw } = await scene();
        const { channel, got } = await raw();
        const password = 'hunter2'.repeat(20);
        channel.send({
          type: 'call',
          id: 1,
          name: 'settings.saveSite',
          params: { ssid: 'Home', password },
        });
        const [message] = await got.count(1);
        expect(message).toMatchObject({
          type: 'failed',
          id: 1,
          failure: { code: 'bad-input', params: { field: 'password' } },
        });
        expect(JSON.stringify(message)).not.toContain('hunter2');
        await expect(page().call('device.status', { deviceId: 7 } as never)).rejects.toMatchObject({
          code: 'bad-input',
          params: { field: 'deviceId' },
        });
        channel.send({ type: 'call', id: 2, name: 'bench.about', params: null });
        expect((await got.count(2))[1]).toMatchObject({
          failure: { code: 'bad-input', params: { field: 'params' } },
        });
      });

      it('whose handler gives what it must not is caught before it leaves', async () => {
        const { bench, page } = await scene({
          'ota.apps': async () => ['skeleton', 7] as unknown as string[],
        });
        await expect(page().call('ota.apps', {})).rejects.toMatchObject({
          code: 'unexpected',
          params: { detail: expect.stringContaining('ota.apps') },
        });
        expect(bench.log.all.join('\n')).toContain('ota.apps');
      });

      it('whose answer cannot travel fails, and the channel lives on', async () => {
        const { page } = await scene({
          'device.config': async () => ({ big: 1n, call: () => {} }),
        });
        const client = page();
        await expect(client.call('device.config', { deviceId: 'dev-1' })).rejects.toMatchObject({
          code: 'unexpected',
        });
        expect(await client.call('bench.about', {})).toMatchObject({ version: '1.2.3' });
      });

      it('reads a path of a device: what came, or why it did not', async () => {
        const { page } = await scene({
          'device.read': async ({ deviceId, path }) => {
            if (path !== '/reading') throw new Failure('endpoint-unlisted', { device: deviceId, path });
            return { type: 'json', text: '{"mm":5}' };
          },
          'device.endpoints': async () => [
            { method: 'GET', path: '/reading', source: 'app' },
            { method: 'GET', path: '/x', source: null },
          ],
        });
        const client = page();
        const deviceId = 'dev-1';
        expect(await client.call('device.endpoints', { deviceId })).toEqual([
          { method: 'GET', path: '/reading', source: 'app' },
          { method: 'GET', path: '/x', source: null },
        ]);
        expect(await client.call('device.read', { deviceId, path: '/reading' })).toEqual({
          type: 'json',
          text: '{"mm":5}',
        });
        await expect(client.call('device.read', { deviceId, path: '/other' })).rejects.toMatchObject({
          code: 'endpoint-unlisted',
          params: { device: deviceId, path: '/other' },
        });
        const long = `/${'x'.repeat(200)}`;
        await expect(client.call('device.read', { deviceId, path: long })).rejects.toMatchObject({
          code: 'bad-input',
          params: { field: 'path' },
        });
      });

      it('tells how each network is secured, and nothing that has no word', async () => {
        const network = { ssid: 'Hall', rssi: -50, channel: 6 };
        const { page } = await scene({
          'boards.scanWifi': async ({ port }) => [
            { ...network, security: (port === 'odd' ? 'carrier pigeon' : 'wpa3') as 'wpa3' },
          ],
        });
        const client = page();
        expect(await client.call('boards.scanWifi', { port: 'x' })).toEqual([
          { ...network, security: 'wpa3' },
        ]);
        await expect(client.call('boards.scanWifi', { port: 'odd' })).rejects.toMatchObject({
          code: 'unexpected',
        });
      });

      it('tells its progress, in order, and none after its answer', async () => {
        const late = Promise.withResolvers<() => void>();
        const { page } = await scene({
          'device.log': async (_, { onProgress }) => {
            for (const done of [1, 2, 3]) onProgress({ done, total: 3, what: 'bytes' });
            onProgress({ done: Number.NaN, total: 3, what: 'nonsense' });
            late.resolve(() => onProgress({ done: 4, total: 3, what: 'late' }));
            return { text: 'log' };
          },
        });
        const client = page();
        const seen = createRecorder<number>();
        const params = { deviceId: 'dev-1', name: 'app.log', lines: 10 };
        const onProgress = ({ done }: { done: number }) => seen.add(done);
        expect(await client.call('device.log', params, { onProgress })).toEqual({ text: 'log' });
        (await late.promise)();
        await client.call('bench.about', {});
        expect(seen.all).toEqual([1, 2, 3]);
      });

      it('is cancelled: its handler is told, and it fails as cancelled', async () => {
        const begun = Promise.withResolvers<AbortSignal>();
        const { page } = await scene({
          'boards.scanWifi': (_, { signal }) => {
            begun.resolve(signal);
            return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
          },
        });
        const stop = new AbortController();
        const scan = page().call('boards.scanWifi', { port: 'virtual:pico-1' }, { signal: stop.signal });
        const signal = await begun.promise;
        stop.abort();
        await expect(scan).rejects.toMatchObject({ code: 'cancelled' });
        expect(signal.aborted).toBe(true);
      });

      it('that was done before the cancel came is done', async () => {
        const begun = Promise.withResolvers<AbortSignal>();
        const { page } = await scene({
          'boards.scanWifi': (_, { signal }) => {
            begun.resolve(signal);
            return new Promise((resolve) => signal.addEventListener('abort', () => resolve([])));
          },
        });
        const stop = new AbortController();
        const scan = page().call('boards.scanWifi', { port: 'virtual:pico-1' }, { signal: stop.signal });
        await begun.promise;
        stop.abort();
        expect(await scan).toEqual([]);
      });

      it('may be one of many: those over the limit are refused, the others are not harmed', async () => {
        const free = Promise.withResolvers<void>();
        const { raw } = await scene({
          'ota.apps': async () => {
            await free.promise;
            return [];
          },
        });
        const { channel, got } = await raw();
        for (let id = 0; id < OPEN_LIMIT + 50; id++) {
          channel.send({ type: 'call', id, name: 'ota.apps', params: {} });
        }
        const refused = await got.count(50);
        expect(refused.map((message) => message.id).sort((a, b) => a - b)).toEqual(
          Array.from({ length: 50 }, (_, n) => OPEN_LIMIT + n),
        );
        expect(refused[0]).toMatchObject({
          failure: { code: 'door-flooded', params: { limit: OPEN_LIMIT } },
        });
        free.resolve();
        const all = await got.count(OPEN_LIMIT + 50);
        expect(all.filter(({ type }) => type === 'result')).toHaveLength(OPEN_LIMIT);
      });

      it('may be large in both directions', async () => {
        const { page } = await scene({
          'ota.dropHotfix': async () => ({}),
          'device.log': async () => ({ text: 'é'.repeat(400_000) }),
        });
        const client = page();
        const files = { 'a.py': 'x'.repeat(290_000), 'b.py': '\n'.repeat(290_000) };
        expect(await client.call('ota.dropHotfix', { deviceId: 'dev-1', files })).toEqual({});
        const { text } = await client.call('device.log', { deviceId: 'dev-1', name: 'app.log', lines: 2000 });
        expect(text).toHaveLength(400_000);
      });
    });

    describe('a subscription', () => {
      it('begins with the present state, says that it is ready, and tells changes in their order', async () => {
        const { bench, page } = await scene();
        bench.plug('virtual:pico-1');
        const seen = createRecorder<string>();
        page().subscribe('boards', {}, ({ boards }) => seen.add(boards.map(({ path }) => path).join(' ')), {
          onReady: () => seen.add('ready'),
        });
        await seen.count(2);
        bench.plug('virtual:pico-2');
        bench.plug('virtual:pico-3');
        expect(await seen.count(4)).toEqual([
          'virtual:pico-1',
          'ready',
          'virtual:pico-1 virtual:pico-2',
          'virtual:pico-1 virtual:pico-2 virtual:pico-3',
        ]);
      });

      it('is ready where there is nothing', async () => {
        const { page } = await scene();
        const seen = createRecorder<string>();
        page().subscribe('jobs', {}, () => seen.add('event'), { onReady: () => seen.add('ready') });
        expect(await seen.count(1)).toEqual(['ready']);
      });

      it('ends when nobody wants it any more', async () => {
        const { bench, page } = await scene();
        const client = page();
        const seen = createRecorder<string>();
        const stop = client.subscribe('boards', {}, () => seen.add('event'));
        await seen.count(1);
        stop();
        stop();
        await client.call('bench.about', {});
        expect(bench.watchers.size).toBe(0);
        bench.plug('virtual:pico-1');
        await client.call('bench.about', {});
        expect(seen.all).toEqual(['event']);
      });

      it('of an unknown topic fails', async () => {
        const { raw } = await scene();
        const { channel, got } = await raw();
        channel.send({ type: 'subscribe', id: 1, topic: 'weather', params: {} });
        expect((await got.count(1))[0]).toMatchObject({
          type: 'failed',
          failure: { code: 'topic-unknown', params: { name: 'weather' } },
        });
      });

      it('ends by an event that is not as agreed: its source and the other watchers are not harmed', async () => {
        const { bench, page } = await scene();
        const failed = createRecorder<Failure>();
        const client = page();
        client.subscribe('boards', {}, () => {}, { onFailure: failed.add });
        await client.call('bench.about', {});
        expect(() => bench.tell([{ ...boardAt('x'), kind: 'toaster' as 'pico' }])).not.toThrow();
        expect((await failed.count(1))[0]).toMatchObject({ code: 'unexpected' });
        expect(bench.watchers.size).toBe(0);
        expect(await client.call('bench.about', {})).toMatchObject({ version: '1.2.3' });
      });

      it('whose source throws fails', async () => {
        const { page } = await scene(
          {},
          {
            settings: () => {
              throw new Failure('data-folder', { path: '/data', problem: 'it cannot be read' });
            },
          },
        );
        const failed = createRecorder<Failure>();
        page().subscribe('settings', {}, () => {}, { onFailure: failed.add });
        expect((await failed.count(1))[0]).toMatchObject({ code: 'data-folder' });
      });
    });

    describe('a channel', () => {
      it.each([
        ['no object', 'hello'],
        ['an unknown type', { type: 'format', id: 1 }],
        ['no id', { type: 'call', name: 'bench.about', params: {} }],
        ['a broken id', { type: 'call', id: 1.5, name: 'bench.about', params: {} }],
      ])('that says what is no message (%s) is closed', async (_, message) => {
        const { raw, page } = await scene();
        const { channel, closed } = await raw();
        channel.send(message);
        await closed;
        expect(await page().call('bench.about', {})).toMatchObject({ version: '1.2.3' });
      });

      it('that uses an id twice at a time is closed, and takes what was open with it', async () => {
        const { bench, raw } = await scene();
        const { channel, got, closed } = await raw();
        channel.send({ type: 'subscribe', id: 1, topic: 'boards', params: {} });
        await got.count(2);
        expect(bench.watchers.size).toBe(1);
        channel.send({ type: 'subscribe', id: 1, topic: 'boards', params: {} });
        await closed;
        expect(bench.watchers.size).toBe(0);
      });

      it('that ends stops its calls and its subscriptions', async () => {
        const begun = Promise.withResolvers<AbortSignal>();
        const { bench, page } = await scene({
          'boards.scanWifi': (_, { signal }) => {
            begun.resolve(signal);
            return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
          },
        });
        const client = page();
        client.subscribe('boards', {}, () => {});
        const scan = client.call('boards.scanWifi', { port: 'virtual:pico-1' });
        const signal = await begun.promise;
        const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        client.close();
        await expect(scan).rejects.toMatchObject({ code: 'door-closed' });
        await aborted;
        expect(bench.watchers.size).toBe(0);
      });

      it('that is cut fails what was open, and comes back with the state that is then', async () => {
        const { bench, rig, page } = await scene({ 'ota.apps': () => new Promise(() => {}) });
        const client = page();
        const states = createRecorder<string>();
        client.state.subscribe(({ status }) => states.add(status));
        const seen = createRecorder<number>();
        client.subscribe('boards', {}, ({ boards }) => seen.add(boards.length));
        await seen.count(1);
        const open = client.call('ota.apps', {});
        const failed = expect(open).rejects.toMatchObject({ code: 'door-closed' });
        await rig.cut();
        await failed;
        await expect(client.call('bench.about', {})).rejects.toMatchObject({ code: 'door-closed' });
        bench.plug('virtual:pico-1');
        client.retry();
        await states.until((status) => status === 'open' && client.state.get().status === 'open');
        await seen.count(2);
        expect(await client.call('bench.about', {})).toMatchObject({ version: '1.2.3' });
        bench.plug('virtual:pico-2');
        expect(await seen.count(3)).toEqual([0, 1, 2]);
        expect(states.all).toEqual(['open', 'lost', 'open']);
      });
    });

    describe('a job', () => {
      /** A job that goes on by the test's word. */
      function startJob(bench: FakeBench) {
        const steps = Promise.withResolvers<(fraction: number) => void>();
        const end = Promise.withResolvers<string>();
        const id = bench.jobs.start({
          kind: 'provision',
          board: 'virtual:pico-1',
          // More than is agreed: a secret that slipped in must not get through a door.
          order: { ...ORDER, password: 'hunter2' } as typeof ORDER,
          phases: [{ name: 'write', weight: 1 }],
          work: async (ctx) => {
            ctx.phase('write', 'Writing');
            ctx.heard('boot: start');
            steps.resolve((fraction) =>
              ctx.moved({ done: fraction * 1000, total: 1000, file: 'app.py' }, `At ${fraction}`),
            );
            return end.promise;
          },
        });
        ends.push(() => end.resolve('the test is over'));
        return { id, step: steps.promise, finish: end.resolve };
      }

      /** Resolves when the bench tells of each change. */
      const watch = async (client: Client) => {
        const seen = createRecorder<JobEvent>();
        await new Promise<void>((onReady) => client.subscribe('jobs', {}, seen.add, { onReady }));
        return seen;
      };
      const isAt = (fraction: number) => (event: JobEvent) =>
        event.type === 'state' && 'progress' in event.state && event.state.progress.fraction === fraction;
      const isDone = (event: JobEvent) => event.type === 'state' && event.state.status === 'done';

      it('outlives the channel: who comes back finds it where it is', async () => {
        const { bench, rig, page } = await scene();
        const client = page();
        const seen = await watch(client);
        const job = startJob(bench);
        const step = await job.step;
        step(0.25);
        await seen.until(isAt(0.25));
        await rig.cut();
        step(0.5);
        const before = seen.all.length;
        client.retry();
        const [again] = (await seen.count(before + 1)).slice(before);
        expect(again).toMatchObject({ type: 'snapshot', snapshot: { id: job.id } });
        const snapshot = (again as { snapshot: JobSnapshot }).snapshot;
        expect(jobState.parse(snapshot.state)).toMatchObject({
          status: 'running',
          progress: {
            fraction: 0.5,
            sentence: 'At 0.5',
            at: expect.any(Number),
            transfer: { done: 500, total: 1000, file: 'app.py', rate: null },
          },
        });
        step(0.75);
        await seen.until(isAt(0.75));
        job.finish('made');
        expect(await seen.until(isDone)).toMatchObject({ state: { result: 'made' } });
      });

      it('tells who comes late what it makes and who said what, and no secret', async () => {
        const { bench, page } = await scene();
        const job = startJob(bench);
        await job.step;
        const [event] = await (await watch(page())).count(1);
        const { snapshot } = event as { snapshot: JobSnapshot };
        expect(snapshot.order).toEqual(ORDER);
        expect(snapshot.log.map(({ speaker, text }) => [speaker, text])).toEqual([
          ['bench', 'Writing'],
          ['board', 'boot: start'],
        ]);
        expect(JSON.stringify(event)).not.toContain('hunter2');
      });

      it('is the same for two pages, and either may cancel it', async () => {
        const { bench, page } = await scene();
        const first = page();
        const seen = await watch(first);
        const job = startJob(bench);
        (await job.step)(0.5);
        await seen.until(isAt(0.5));
        const second = page();
        const late = await watch(second);
        const [snapshot] = await late.count(1);
        expect(snapshot).toMatchObject({
          snapshot: { id: job.id, state: { status: 'running', progress: { fraction: 0.5 } } },
        });
        await second.call('jobs.cancel', { job: job.id });
        job.finish('too late to stop');
        await Promise.all([seen.until(isDone), late.until(isDone)]);
      });
    });
  });
}
