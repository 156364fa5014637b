/**
 * Text of board files that was changed here and not saved. It is kept for as long as the window is open, by board and
 * name: who looks at another file or page, or pulls the cable, finds it again. Never in the browser's own storage: a
 * file may hold a password.
 */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { useStores } from '../../stores/react.ts';

export interface Draft {
  readonly name: string;
  /** As the board has it; null where it has none of this name. */
  readonly base: string | null;
  readonly text: string;
}

/** By port, then by name. */
export type Drafts = ReadonlyMap<string, ReadonlyMap<string, Draft>>;

const NONE: ReadonlyMap<string, Draft> = new Map();

export const isDirty = ({ base, text }: Draft): boolean => base !== text;

export const draftsOf = (drafts: Drafts, port: string): ReadonlyMap<string, Draft> =>
  drafts.get(port) ?? NONE;

/** Only what is not saved is kept. */
export function withDraft(drafts: Drafts, port: string, draft: Draft): Drafts {
  const own = new Map(draftsOf(drafts, port));
  if (isDirty(draft)) own.set(draft.name, draft);
  else own.delete(draft.name);
  return withOwn(drafts, port, own);
}

/** Without this file, or all that is in this folder. */
export function withoutDraft(drafts: Drafts, port: string, name: string): Drafts {
  const own = [...draftsOf(drafts, port)].filter(([one]) => one !== name && !one.startsWith(`${name}/`));
  return withOwn(drafts, port, new Map(own));
}

/** The board has this text now; what was typed since is still not saved. */
export function withBase(drafts: Drafts, port: string, name: string, base: string): Drafts {
  const draft = draftsOf(drafts, port).get(name);
  return draft === undefined ? drafts : withDraft(drafts, port, { ...draft, base });
}

export function countDrafts(drafts: Drafts): number {
  return [...drafts.values()].reduce((sum, own) => sum + own.size, 0);
}

function withOwn(drafts: Drafts, port: string, own: ReadonlyMap<string, Draft>): Drafts {
  const all = new Map(drafts);
  if (own.size > 0) all.set(port, own);
  else all.delete(port);
  return all;
}

type DraftStore = StoreApi<Drafts>;

const stores = new WeakMap<object, DraftStore>();

/** One store for the same stores of a page. Who closes the window while something is not saved is asked by the browser. */
export function draftStoreOf(owner: object): DraftStore {
  const there = stores.get(owner);
  if (there !== undefined) return there;
  const store = createStore<Drafts>(() => new Map());
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  store.subscribe((drafts) => {
    if (countDrafts(drafts) > 0) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
  });
  stores.set(owner, store);
  return store;
}

export interface UsedDrafts {
  readonly all: ReadonlyMap<string, Draft>;
  readonly keep: (draft: Draft) => void;
  readonly rebase: (name: string, base: string) => void;
  readonly drop: (name: string) => void;
}

export function useDrafts(port: string): UsedDrafts {
  const store = draftStoreOf(useStores());
  const all = useStore(store, (drafts) => draftsOf(drafts, port));
  return {
    all,
    keep: (draft) => store.setState((drafts) => withDraft(drafts, port, draft), true),
    rebase: (name, base) => store.setState((drafts) => withBase(drafts, port, name, base), true),
    drop: (name) => store.setState((drafts) => withoutDraft(drafts, port, name), true),
  };
}
