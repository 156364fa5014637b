// @vitest-environment happy-dom
/** The page over stores that a test feeds: who may ask the board for what, and what hostile names come to. */
import { act } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { BoardFileEntry } from '../../../preload/contract/boards.ts';
import { Failure } from '../../../preload/contract/errors.ts';
import type { JobState } from '../../../preload/contract/jobs.ts';
import BoardPage from '../../../renderer/features/board/board-page.tsx';
import { boardPath, type Section } from '../../../renderer/features/board/section.ts';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { boardText } from '../../../renderer/text/board.ts';
import { click, render, type } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { jobCalled, RUNNING } from '../stores/samples.ts';

const PORT = 'virtual:pico-1';
const NASTY = '<img src=x onerror=f()>\u202e{{x}}';

const entries: BoardFileEntry[] = [
  { name: NASTY, size: 3, folder: false },
  { name: `${'W'.repeat(200)}.py`, size: 1, folder: false },
  { name: '__proto__', size: 0, folder: true },
  { name: 'app.py', size: 6, folder: false },
];
const files = [
  { name: 'app.py', state: 'replaced', boardSize: 3, wantedSize: 4 },
  { name: NASTY, state: 'removed', boardSize: 3, wantedSize: null },
  { name: 'main.py', state: 'same', boardSize: 3, wantedSize: 3 },
] as const;

async function open(section: Section, state?: JobState, kind = 'provision') {
  window.history.replaceState(null, '', boardPath(PORT, section));
  // Nothing can be measured here: the terminal waits for its font, and what stands around it is looked at.
  Object.defineProperty(document, 'fonts', {
    value: { load: () => new Promise(() => {}) },
    configurable: true,
  });
  onTestFinished(() => {
    window.history.replaceState(null, '', '/');
    Reflect.deleteProperty(document, 'fonts');
  });
  const call = vi.fn(async (name: string): Promise<unknown> => {
    switch (name) {
      case 'boards.listFiles':
        return { entries, freeBytes: 400_000, totalBytes: 800_000 };
      case 'boards.readFile':
        return { content: btoa('x = 1\n') };
      case 'boards.compare':
        return { appType: 'skeleton', files };
      case 'jobs.repair':
        return { job: 'new' };
      default:
        return {};
    }
  });
  const client = { ...createFakeClient(), call: call as never };
  const stores = createStores(client, (work) => work());
  const page = render(
    <StoresProvider stores={stores}>
      <BoardPage port={PORT} />
    </StoresProvider>,
  );
  const job = (next: JobState) => jobCalled('old', { kind, state: next });
  await act(async () => {
    client.emit('boards', {
      boards: [{ path: PORT, kind: 'pico', source: 'virtual', description: NASTY }],
    });
    client.emit('ota', {
      state: { status: 'off' },
      types: [{ name: 'skeleton', version: '1.0.0', set: 'x', files: [], skipped: [], missing: [] }],
    });
    client.ready('jobs');
    if (state !== undefined) client.emit('jobs', { type: 'snapshot', snapshot: job(state) });
  });
  const button = (name: string) => {
    const found = page
      .all('button')
      .find((one) => one.textContent === name || one.getAttribute('aria-label') === name);
    if (found === undefined) throw new Error(`there is no button ${name}`);
    return found as HTMLButtonElement;
  };
  const press = async (name: string) => {
    click(button(name));
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  };
  const called = (name: string) =>
    call.mock.calls.filter(([one]) => one === name).map((args) => (args as unknown[])[1]);
  const become = (next: JobState) =>
    act(async () => client.emit('jobs', { type: 'state', id: 'old', state: next }));
  const says = (event: Parameters<typeof client.emit<'console'>>[1]) =>
    act(async () => client.emit('console', event));
  return { page, button, press, called, call, become, says };
}

describe('files', () => {
  const text = boardText.files;

  it('are not asked for before somebody says so, and stand there as text whatever they are called', async () => {
    const { page, press, called } = await open('files');
    expect(called('boards.listFiles')).toEqual([]);
    await press(text.gate.action);
    expect(called('boards.listFiles')).toEqual([{ port: PORT, folder: '/' }]);
    expect(page.all('img')).toHaveLength(0);
    expect(page.text()).toContain('<img src=x onerror=f()>\ufffd{{x}}');
    expect(page.find('[role=meter]').getAttribute('aria-valuenow')).toBe('50');
    expect(page.text()).toContain(text.stopped);
  });

  it('of a folder are asked for by its whole name', async () => {
    const { press, called, button } = await open('files');
    await press(text.gate.action);
    await press('__proto__');
    expect(called('boards.listFiles').at(-1)).toEqual({ port: PORT, folder: '/__proto__' });
    await press(text.up);
    expect(called('boards.listFiles').at(-1)).toEqual({ port: PORT, folder: '/' });
    expect(button(text.remove('app.py')).disabled).toBe(false);
  });

  it('wait while a job has the board, and are read anew after it', async () => {
    const { page, press, button, become } = await open('files', RUNNING);
    expect(button(text.gate.action).disabled).toBe(true);
    expect(page.text()).toContain(boardText.has(boardText.who.provision ?? ''));
    await become({ status: 'cancelled', phase: 'write' });
    expect(button(text.gate.action).disabled).toBe(false);
    await press(text.gate.action);
    await become(RUNNING);
    expect(button(text.add).disabled).toBe(true);
    await become({ status: 'cancelled', phase: 'write' });
    expect(button(text.gate.action).disabled).toBe(false);
  });

  it('are removed only once they were named', async () => {
    const { page, press, called } = await open('files');
    await press(text.gate.action);
    await press(text.remove('app.py'));
    expect(page.find('[role=dialog]').textContent).toContain(boardText.remove.title('app.py'));
    expect(called('boards.removeFiles')).toEqual([]);
    await press(boardText.remove.action);
    expect(called('boards.removeFiles')).toEqual([{ port: PORT, names: ['app.py'] }]);
  });

  it('cannot be listed, and it is said why', async () => {
    const { page, press, call } = await open('files');
    call.mockImplementationOnce(() => Promise.reject(new Failure('board-silent', { port: PORT })));
    await press(text.gate.action);
    expect(page.text()).toContain('board-silent');
    expect(page.text()).toContain(text.gate.title);
  });
});

describe('the console', () => {
  const text = boardText.console;

  it('takes keys while it is open, and none while somebody works on the board', async () => {
    const { page, button, press, called, says } = await open('console');
    await says({ type: 'all', state: { at: 'open' }, text: '' });
    await press(text.interrupt);
    expect(called('boards.type')).toEqual([{ port: PORT, text: '\u0003' }]);
    await says({ type: 'state', state: { at: 'working', who: NASTY } });
    expect(button(text.interrupt).disabled).toBe(true);
    expect(page.text()).toContain(text.line.working('<img src=x onerror=f()>\ufffd{{x}}'));
    await says({ type: 'state', state: { at: 'away' } });
    expect(page.text()).toContain(text.line.away);
    expect(button(text.softReset).disabled).toBe(true);
  });

  it('says why it is not open, and what to try', async () => {
    const { page, says } = await open('console');
    const failure = { code: 'port-busy', params: { port: PORT } };
    await says({ type: 'all', state: { at: 'refused', failure }, text: '' });
    expect(page.text()).toContain('port-busy');
    expect(page.text()).toContain('Thonny');
  });
});

describe('a comparison', () => {
  const text = boardText.compare;

  it('names what would be written, and takes away only what is checked', async () => {
    const { page, press, called } = await open('compare');
    await press(text.action);
    expect(called('boards.compare')).toEqual([{ port: PORT, appType: 'skeleton' }]);
    expect(page.all('img')).toHaveLength(0);
    expect(page.text()).toContain(text.counts(1, 0, 1, 1));
    expect(page.text()).toContain(text.will(1, 0));
    const [stale] = page.all('input[type=checkbox]');
    if (stale === undefined) throw new Error('nothing can be checked');
    click(stale);
    expect(page.text()).toContain(text.will(1, 1));
    await press(text.repair);
    expect(called('jobs.repair')).toEqual([{ port: PORT, appType: 'skeleton', remove: [NASTY] }]);
  });

  it('becomes what a repair ended in', async () => {
    const { page, become } = await open('compare', RUNNING, 'repair');
    expect(page.text()).toContain(boardText.job.repair.title);
    await become({
      status: 'done',
      result: { appType: 'skeleton', files: files.map((file) => ({ ...file, state: 'same' })) },
    });
    expect(page.text()).toContain(boardText.job.repair.done);
    expect(page.text()).toContain(text.counts(0, 0, 0, 3));
  });

  it('has beside it what a golden board became, and what was left out', async () => {
    const left = { name: NASTY, why: 'secret' };
    const result = { appType: 'hall', recipe: NASTY, files: ['app.py'], leftOut: [left] };
    const { page } = await open('compare', { status: 'done', result }, 'read-golden');
    expect(page.all('img')).toHaveLength(0);
    expect(page.text()).toContain(boardText.golden.made('hall', 1));
    expect(page.text()).toContain(`{{x}}: ${boardText.golden.why.secret}`);
  });

  it('is there beside a job of another version, whose result nobody knows', async () => {
    const { page } = await open('compare', { status: 'done', result: { of: NASTY } }, 'read-golden');
    expect(page.text()).toContain(boardText.golden.title);
  });

  it('offers to replace an app type that is there already', async () => {
    const failure = { code: 'golden-exists', params: { name: 'hall' } };
    const { page, press, called } = await open(
      'compare',
      { status: 'failed', phase: 'look', failure },
      'read-golden',
    );
    type(page.find<HTMLInputElement>('form input:not([type=hidden])'), 'hall');
    await press(boardText.golden.replace);
    expect(called('jobs.readGolden')).toEqual([{ port: PORT, name: 'hall', existing: 'replace' }]);
  });
});

it('a board that is not there is said to be so', async () => {
  const client = createFakeClient();
  const stores = createStores(client, (work) => work());
  const page = render(
    <StoresProvider stores={stores}>
      <BoardPage port={NASTY} />
    </StoresProvider>,
  );
  await act(async () => client.emit('boards', { boards: [] }));
  expect(page.text()).toContain(boardText.gone.title);
  expect(page.all('img')).toHaveLength(0);
});
