// @vitest-environment happy-dom
/** Names, drafts, rows, uploads and differences of a board's files, without a page. */
import { describe, expect, it } from 'vitest';
import type { BoardFileEntry, FileDifference } from '../../../preload/contract/boards.ts';
import { byChange, countsOf, firstType } from '../../../renderer/features/board/comparison.ts';
import {
  countDrafts,
  type Draft,
  type Drafts,
  draftStoreOf,
  draftsOf,
  withBase,
  withDraft,
  withoutDraft,
} from '../../../renderer/features/board/drafts.ts';
import { ROWS, rowsOf } from '../../../renderer/features/board/file-rows.ts';
import { crumbsOf, inOrder, nameProblem, parentOf } from '../../../renderer/features/board/names.ts';
import { plainFileName } from '../../../renderer/features/board/save-to-computer.ts';
import { batchesOf, FILE_LIMIT, planUpload, readPlanned } from '../../../renderer/features/board/upload.ts';
import { progressOf } from '../../../renderer/features/board/use-upload.ts';

const file = (name: string, size = 1): BoardFileEntry => ({ name, size, folder: false });
const folder = (name: string): BoardFileEntry => ({ name, size: 0, folder: true });

describe('names', () => {
  it.each([
    ['app.py', null],
    ['lib/sensors/x y.py', null],
    ['Größe.txt', null],
    ['', 'empty'],
    ['  ', 'empty'],
    ['/app.py', 'slash'],
    ['lib//x.py', 'slash'],
    ['lib/', 'slash'],
    ['../boot.py', 'dots'],
    ['a/./b', 'dots'],
    ['a\u202egnp.py', 'sign'],
    ['a\u0000b', 'sign'],
    ['a\nb', 'sign'],
    ['é'.repeat(128), 'long'],
    [`${'a/'.repeat(200)}b`, 'long'],
    ['boot.py', 'taken'],
  ] as const)('%j: %s', (name, problem) => {
    expect(nameProblem(name, ['boot.py'])).toBe(problem);
  });

  it('lead up, and say the way', () => {
    expect(parentOf('a/b/c.py')).toBe('a/b');
    expect(parentOf('c.py')).toBe('');
    expect(crumbsOf('a/b')).toEqual([
      { word: 'a', folder: 'a' },
      { word: 'b', folder: 'a/b' },
    ]);
    expect(crumbsOf('')).toEqual([]);
  });

  it('are no paths and hide nothing when a file is kept on this computer', () => {
    expect(plainFileName('../../x')).toBe('_.._x');
    expect(plainFileName('a\u202egnp.exe')).toBe('a_gnp.exe');
    expect(plainFileName('<b>"C:\\x"|?*')).not.toMatch(/[<>:"/\\|?*]/);
    expect(plainFileName('..')).toBe('file');
    expect(plainFileName('W'.repeat(3000))).toHaveLength(120);
  });
});

describe('drafts', () => {
  const draft = (name: string, base: string | null, text: string): Draft => ({ name, base, text });
  const none: Drafts = new Map();

  it('are kept by board and name, and only while they differ from what the board has', () => {
    let all = withDraft(none, 'one', draft('a.py', 'x', 'y'));
    all = withDraft(all, 'two', draft('a.py', null, ''));
    expect(countDrafts(all)).toBe(2);
    expect(draftsOf(all, 'one').get('a.py')?.text).toBe('y');
    expect(draftsOf(all, 'three').size).toBe(0);
    all = withDraft(all, 'one', draft('a.py', 'x', 'x'));
    expect([...all.keys()]).toEqual(['two']);
  });

  it('keep what was typed while they were saved', () => {
    const typed = withDraft(none, 'one', draft('a.py', 'x', 'xyz'));
    expect(draftsOf(withBase(typed, 'one', 'a.py', 'xy'), 'one').get('a.py')).toEqual(
      draft('a.py', 'xy', 'xyz'),
    );
    expect(countDrafts(withBase(typed, 'one', 'a.py', 'xyz'))).toBe(0);
    expect(withBase(typed, 'one', 'b.py', 'q')).toBe(typed);
  });

  it('go with their folder, and with nothing that is only called alike', () => {
    let all = none;
    for (const name of ['lib/a.py', 'lib/deep/b.py', 'library.py', 'lib'])
      all = withDraft(all, 'one', draft(name, null, 'x'));
    expect([...draftsOf(withoutDraft(all, 'one', 'lib'), 'one').keys()]).toEqual(['library.py']);
  });

  it('ask whoever closes the window, as long as there is one', () => {
    const store = draftStoreOf({});
    const asks = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(asks()).toBe(false);
    store.setState(withDraft(none, 'one', draft('a.py', 'x', 'y')), true);
    store.setState((drafts) => withDraft(drafts, 'two', draft('a.py', 'x', 'y')), true);
    expect(asks()).toBe(true);
    store.setState(new Map(), true);
    expect(asks()).toBe(false);
  });
});

describe('rows of a folder', () => {
  it('stand folders first, by name, and numbers by their size', () => {
    const found = inOrder([file('b10'), folder('z'), file('b2'), folder('a')]).map(({ name }) => name);
    expect(found).toEqual(['a', 'z', 'b2', 'b10']);
  });

  it('say what is not saved, and show above them what stands nowhere else', () => {
    const drafts = new Map<string, Draft>(
      [
        { name: 'lib/a.py', base: 'x', text: 'y' },
        { name: 'lib/same.py', base: 'x', text: 'x' },
        { name: 'new/b.py', base: null, text: '' },
        { name: 'gone.py', base: 'abc', text: 'y' },
      ].map((draft) => [draft.name, draft]),
    );
    const { rows } = rowsOf({ folder: 'lib', entries: [file('a.py'), file('same.py')] }, drafts);
    expect(rows.map(({ name, draft }) => `${name} ${draft}`)).toEqual([
      'new/b.py new',
      'gone.py changed',
      'lib/a.py changed',
      'lib/same.py none',
    ]);
  });

  it('are counted beyond what anybody reads', () => {
    const entries = Array.from({ length: ROWS + 7 }, (_, at) => file(`f${at}`));
    const { rows, more } = rowsOf({ folder: '', entries }, new Map());
    expect([rows.length, more]).toEqual([ROWS, 7]);
  });
});

describe('an upload', () => {
  const chosen = (name: string, text = 'x') => new File([text], name);

  it('says of each file whether it is new, in the folder where it goes; the last of a name counts', () => {
    const plan = planUpload([chosen('a.py', '1'), chosen('b.py'), chosen('a.py', '22')], 'lib', [
      file('b.py'),
    ]);
    expect(plan).toMatchObject({
      status: 'planned',
      files: [
        { name: 'lib/a.py', size: 2, change: 'added' },
        { name: 'lib/b.py', change: 'replaced' },
      ],
    });
  });

  it.each([
    ['a name that no board takes', 'a\u202eb.py', 'file-name-invalid'],
    ['the name of a folder', 'lib', 'file-name-invalid'],
  ])('is refused for %s', (_, name, code) => {
    expect(planUpload([chosen(name)], '', [folder('lib')])).toMatchObject({ failure: { code } });
  });

  it('is refused beyond what the door takes', () => {
    const large = { name: 'x.bin', size: FILE_LIMIT + 1 } as File;
    expect(planUpload([large], '', [])).toMatchObject({ failure: { code: 'file-too-large' } });
  });

  it('says which file cannot be read any more', async () => {
    const gone = {
      ...chosen('a.py'),
      name: 'a.py',
      size: 1,
      arrayBuffer: () => Promise.reject(new Error('gone')),
    };
    const plan = planUpload([gone as unknown as File], '', []);
    if (plan.status !== 'planned') throw new Error('it was refused');
    await expect(readPlanned(plan.files)).rejects.toMatchObject({
      code: 'file-unreadable',
      params: { path: 'a.py' },
    });
  });

  it('goes in calls that one message carries, in its order', () => {
    const of = (size: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `${size}-${at}`, content: 'x'.repeat(size) }));
    expect(batchesOf([])).toEqual([]);
    expect(batchesOf(of(10, 250)).map(({ length }) => length)).toEqual([100, 100, 50]);
    const large = batchesOf(of(700_000, 5));
    expect(large.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(large.flat().map(({ name }) => name)).toEqual(of(700_000, 5).map(({ name }) => name));
  });

  it('has one progress over all of its calls', () => {
    const place = { before: 50, now: 100, all: 200 };
    expect(progressOf(place, null).fraction).toBe(0.25);
    expect(progressOf(place, { done: 5, total: 10, what: 'a.py' })).toEqual({ fraction: 0.5, what: 'a.py' });
    expect(progressOf(place, { done: 99, total: 10, what: '' }).fraction).toBe(0.75);
    expect(progressOf({ before: 0, now: 0, all: 0 }, { done: 0, total: 0, what: '' }).fraction).toBe(0);
  });
});

describe('a comparison', () => {
  const difference = (name: string, state: FileDifference['state']): FileDifference => ({
    name,
    state,
    boardSize: 1,
    wantedSize: 1,
  });
  const found = [
    difference('same.py', 'same'),
    difference('old.py', 'removed'),
    difference('b.py', 'replaced'),
    difference('a.py', 'replaced'),
    difference('new.py', 'added'),
  ];

  it('is counted, and shows first what would change', () => {
    expect(countsOf(found)).toEqual({ same: 1, replaced: 2, added: 1, removed: 1 });
    expect(byChange(found).map(({ name }) => name)).toEqual(['a.py', 'b.py', 'new.py', 'old.py', 'same.py']);
  });

  it('is with the first app type that is wished for and there', () => {
    expect(firstType(['a', 'b'], [null, undefined, 'gone', 'b'])).toBe('b');
    expect(firstType(['a', 'b'], [null])).toBe('a');
    expect(firstType([], ['a'])).toBeNull();
  });
});
