// @vitest-environment happy-dom
/** The hooks: what a component selects is what draws it again. */
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoresProvider, useBoards, useClient, useConnection } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { boardAt } from '../../door/fake-bench.ts';
import { createFakeClient } from './fake-client.ts';

beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => vi.unstubAllGlobals());

describe('hooks', () => {
  it('draw again when what they select is another one, and not otherwise', async () => {
    const client = createFakeClient();
    const stores = createStores(client, (work) => work());
    const element = document.createElement('div');
    const root = createRoot(element);
    let drawn = 0;
    function Count() {
      drawn += 1;
      const count = useBoards((state) => state.boards.length);
      const status = useConnection((state) => state.status);
      expect(useClient()).toBe(client);
      return createElement('p', null, `${count} ${status}`);
    }
    await act(() => root.render(createElement(StoresProvider, { stores, children: createElement(Count) })));
    expect(element.textContent).toBe('0 open');
    await act(() => client.emit('boards', { boards: [boardAt('a')] }));
    expect(element.textContent).toBe('1 open');
    const before = drawn;
    await act(() => client.emit('boards', { boards: [boardAt('b')] }));
    await act(() => client.emit('requests', { events: [] }));
    expect(drawn).toBe(before);
    await act(() => client.become({ status: 'lost', why: 'gone' }));
    expect(element.textContent).toBe('1 lost');
    await act(() => root.unmount());
  });

  it('say so when there is no provider', () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    const root = createRoot(document.createElement('div'));
    const Lonely = () => createElement('p', null, String(useClient()));
    expect(() => act(() => root.render(createElement(Lonely)))).toThrow('no StoresProvider');
    errors.mockRestore();
  });
});
