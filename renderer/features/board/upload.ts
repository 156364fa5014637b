/** Files that are to be put on a board: what becomes of which, and in which calls they go. */
import type { CallParams } from '../../../preload/contract/api.ts';
import type { BoardFileEntry } from '../../../preload/contract/boards.ts';
import { Failure, type FailureData } from '../../../preload/contract/errors.ts';
import { boardText } from '../../text/board.ts';
import { base64Of } from './content.ts';
import { joined, nameProblem } from './names.ts';

/** Bytes of one file, as the contract takes them. */
export const FILE_LIMIT = 1_000_000;
/** Files of a call, and their base64 together: below what one message of the door may be. */
const FILES_A_CALL = 100;
const CHARACTERS_A_CALL = 1_500_000;

export type BoardFile = CallParams<'boards.writeFiles'>['files'][number];

export interface PlannedFile {
  readonly name: string;
  readonly size: number;
  readonly change: 'added' | 'replaced';
  readonly file: File;
}

export type UploadPlan =
  | { readonly status: 'planned'; readonly files: readonly PlannedFile[] }
  | { readonly status: 'refused'; readonly failure: FailureData };

/** Into this folder, whose entries these are. Of two files of one name the last counts. */
export function planUpload(
  chosen: readonly File[],
  folder: string,
  entries: readonly BoardFileEntry[],
): UploadPlan {
  const there = new Map(entries.map((entry) => [entry.name, entry]));
  const planned = new Map<string, PlannedFile>();
  for (const file of chosen) {
    const problem = nameProblem(file.name);
    if (problem !== null || there.get(file.name)?.folder === true)
      return refused(new Failure('file-name-invalid', { name: file.name }));
    if (file.size > FILE_LIMIT)
      return refused(new Failure('file-too-large', { name: file.name, size: file.size, limit: FILE_LIMIT }));
    const name = joined(folder, file.name);
    const change = there.has(file.name) ? 'replaced' : 'added';
    planned.set(name, { name, size: file.size, change, file });
  }
  return { status: 'planned', files: [...planned.values()] };
}

const refused = (failure: Failure): UploadPlan => ({ status: 'refused', failure: failure.toData() });

/** @throws Failure `file-unreadable`: a folder that was dropped among files, or one that was changed or taken away */
export async function readPlanned(files: readonly PlannedFile[]): Promise<BoardFile[]> {
  const read: BoardFile[] = [];
  for (const { name, file } of files) {
    try {
      read.push({ name, content: base64Of(new Uint8Array(await file.arrayBuffer())) });
    } catch (error) {
      throw new Failure('file-unreadable', { path: file.name, problem: boardText.upload.unreadable }, error);
    }
  }
  return read;
}

/** In their order, as few calls as may be. */
export function batchesOf(files: readonly BoardFile[]): BoardFile[][] {
  const batches: BoardFile[][] = [];
  let size = 0;
  for (const file of files) {
    const last = batches.at(-1);
    size += file.content.length;
    if (last === undefined || last.length >= FILES_A_CALL || size > CHARACTERS_A_CALL) {
      batches.push([file]);
      size = file.content.length;
    } else last.push(file);
  }
  return batches;
}
