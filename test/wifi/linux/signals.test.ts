/** Signals wait until they are asked for; the end of the service and of the bus is told to whoever waits. */
import { Message } from '@jellybrick/dbus-next';
import { expect, it } from 'vitest';
import { BusLost, DAEMON, ServiceLeft, SignalList, until } from '../../../main/wifi/linux/signals.ts';

const message = (member: string, body: unknown[] = [], name = 'org.example') =>
  new Message({ type: 4, path: '/there', interface: name, member, body });
const never = new AbortController().signal;

it('keeps their order, and none is lost between two questions', async () => {
  const list = new SignalList(never, () => {});
  for (const member of ['One', 'Two', 'Three']) list.take(message(member));
  expect((await list.next(never)).member).toBe('One');
  expect(list.waiting()?.member).toBe('Two');
  expect((await list.next(never)).member).toBe('Three');
  expect(list.waiting()).toBeUndefined();
});

it('waits for the next one', async () => {
  const list = new SignalList(never, () => {});
  const next = list.next(never);
  list.take(message('Come'));
  expect((await next).member).toBe('Come');
});

it('stops waiting when it is told to, with the reason', async () => {
  const list = new SignalList(never, () => {});
  const stop = new AbortController();
  const next = list.next(stop.signal);
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(next).rejects.toBe(reason);
});

it('a service that leaves is told in its turn', async () => {
  const list = new SignalList(never, () => {});
  list.take(message('Before'));
  list.take(message('NameOwnerChanged', ['org.example', ':1.2', ''], DAEMON));
  expect((await list.next(never)).member).toBe('Before');
  await expect(list.next(never)).rejects.toBeInstanceOf(ServiceLeft);
});

it('a bus that falls ends the waiting', async () => {
  const lost = new AbortController();
  const list = new SignalList(lost.signal, () => {});
  const next = list.next(never);
  lost.abort(new BusLost('gone'));
  await expect(next).rejects.toBeInstanceOf(BusLost);
});

it('work goes on to its end where nothing stops it, and is left where something does', async () => {
  expect(await until(Promise.resolve(7), never)).toBe(7);
  const reason = new Error('stop');
  await expect(until(new Promise(() => {}), never, AbortSignal.abort(reason))).rejects.toBe(reason);
});
