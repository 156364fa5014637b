/**
 * The files of a board, as its page shows and changes them.
 *
 * Nothing is asked of the board before `open`: it stops the program that runs. What was read stays on the page while it
 * is read anew.
 */
import { useRef, useState } from 'react';
import type { BoardFolder } from '../../../preload/contract/boards.ts';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { useCall } from '../shell/use-call.ts';
import { base64Of, bytesOf, bytesOfText, textOf } from './content.ts';
import { type Draft, type UsedDrafts, useDrafts } from './drafts.ts';
import { folderPath } from './names.ts';

/**
 *     none ──► reading ──► text, bytes       any ──► none (closed, removed)
 *       └─────────────────► text             what is not saved, or new
 */
export type OpenFile =
  | { readonly at: 'none' }
  | { readonly at: 'reading'; readonly name: string }
  /** `base`: as the board has it, null where it has none. `made`: the number of its editor. */
  | { readonly at: 'text'; readonly name: string; readonly base: string | null; readonly made: number }
  | { readonly at: 'bytes'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

export interface Listing extends BoardFolder {
  readonly folder: string;
}

export interface BoardFiles {
  /** Null before the first look. */
  readonly listing: Listing | null;
  readonly open: OpenFile;
  readonly drafts: UsedDrafts;
  readonly listingState: 'idle' | 'running';
  readonly saving: 'idle' | 'running';
  readonly removing: 'idle' | 'running';
  readonly saved: 'written' | 'unchanged' | null;
  readonly failure: FailureData | null;
  list(folder: string): Promise<void>;
  show(name: string): Promise<void>;
  create(name: string): void;
  change(text: string): void;
  /** Back to what the board has; a file that it has not is closed. */
  revert(): void;
  close(): void;
  save(): Promise<void>;
  /** True when it is gone. */
  remove(name: string): Promise<boolean>;
  /** What was read may be so no more: somebody else had the board. What is not saved stays. */
  leave(): void;
  /** A file that was made here and never saved. */
  forget(name: string): void;
  /** These were written by an upload, wholly or in part. */
  tookIn(names: readonly string[]): Promise<void>;
  /** What the board has under this name; undefined when it cannot be read. */
  fetch(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** `onAsked`: the board is about to be asked, for which its program is stopped. */
export function useBoardFiles(port: string, onAsked: () => void): BoardFiles {
  const lists = useCall('boards.listFiles');
  const reads = useCall('boards.readFile');
  const saves = useCall('boards.writeFiles');
  const removes = useCall('boards.removeFiles');
  const drafts = useDrafts(port);
  const [listing, setListing] = useState<Listing | null>(null);
  const [open, setOpen] = useState<OpenFile>({ at: 'none' });
  const [saved, setSaved] = useState<'written' | 'unchanged' | null>(null);
  const made = useRef(0);

  const forgetFailures = () => {
    setSaved(null);
    for (const call of [lists, reads, saves, removes]) if (call.failure !== null) call.forget();
  };

  const list = async (folder: string) => {
    onAsked();
    const found = await lists.run({ port, folder: folderPath(folder) });
    if (found !== undefined) setListing({ ...found, folder });
  };

  const openText = (name: string, base: string | null) => {
    made.current += 1;
    setOpen({ at: 'text', name, base, made: made.current });
  };

  const fetch = async (name: string) => {
    onAsked();
    const read = await reads.run({ port, name });
    return read === undefined ? undefined : bytesOf(read.content);
  };

  const show = async (name: string) => {
    forgetFailures();
    const draft = drafts.all.get(name);
    if (draft !== undefined) {
      openText(name, draft.base);
      return;
    }
    setOpen({ at: 'reading', name });
    const bytes = await fetch(name);
    // Another one may have been chosen meanwhile.
    setOpen((now) => {
      if (now.at !== 'reading' || now.name !== name) return now;
      if (bytes === undefined) return { at: 'none' };
      const text = textOf(bytes);
      if (text === null) return { at: 'bytes', name, bytes };
      made.current += 1;
      return { at: 'text', name, base: text, made: made.current };
    });
  };

  const draftNow = (): Draft | undefined =>
    open.at === 'text'
      ? (drafts.all.get(open.name) ?? { name: open.name, base: open.base, text: open.base ?? '' })
      : undefined;

  const save = async () => {
    const draft = draftNow();
    if (draft === undefined || draft.base === draft.text || saves.state === 'running') return;
    forgetFailures();
    const { name, text } = draft;
    onAsked();
    const done = await saves.run({ port, files: [{ name, content: base64Of(bytesOfText(text)) }] });
    if (done === undefined) return;
    setSaved(done.unchanged.includes(name) ? 'unchanged' : 'written');
    setOpen((now) => (now.at === 'text' && now.name === name ? { ...now, base: text } : now));
    drafts.rebase(name, text);
    if (listing !== null) await list(listing.folder);
  };

  const remove = async (name: string) => {
    forgetFailures();
    onAsked();
    const gone = await removes.run({ port, names: [name] });
    if (gone === undefined) return false;
    drafts.drop(name);
    setOpen((now) =>
      now.at !== 'none' && (now.name === name || now.name.startsWith(`${name}/`)) ? { at: 'none' } : now,
    );
    if (listing !== null) await list(listing.folder);
    return true;
  };

  const tookIn = async (names: readonly string[]) => {
    if (listing !== null) await list(listing.folder);
    const shown = (open.at === 'text' || open.at === 'bytes') && names.includes(open.name);
    // What is not saved of it stays.
    if (shown && !drafts.all.has(open.name)) await show(open.name);
  };

  return {
    listing,
    open,
    drafts,
    listingState: lists.state,
    saving: saves.state,
    removing: removes.state,
    saved,
    failure: saves.failure ?? removes.failure ?? reads.failure ?? lists.failure,
    list: async (folder) => {
      forgetFailures();
      await list(folder);
    },
    show,
    create(name) {
      forgetFailures();
      drafts.keep({ name, base: null, text: '' });
      openText(name, null);
    },
    change(text) {
      if (open.at !== 'text') return;
      setSaved(null);
      drafts.keep({ name: open.name, base: open.base, text });
    },
    revert() {
      if (open.at !== 'text') return;
      drafts.drop(open.name);
      if (open.base === null) setOpen({ at: 'none' });
      else openText(open.name, open.base);
    },
    close: () => setOpen({ at: 'none' }),
    save,
    remove,
    leave() {
      setListing(null);
      setOpen({ at: 'none' });
      setSaved(null);
    },
    forget(name) {
      drafts.drop(name);
      setOpen((now) => (now.at === 'text' && now.name === name ? { at: 'none' } : now));
    },
    tookIn,
    fetch,
  };
}
