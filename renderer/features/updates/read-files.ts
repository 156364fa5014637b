import { Failure, type FailureData } from '../../../preload/contract/errors.ts';
import { updatesText } from '../../text/updates.ts';

export type ReadFiles =
  | { readonly status: 'read'; readonly files: Readonly<Record<string, string>> }
  | { readonly status: 'unreadable'; readonly failure: FailureData };

/** The text of chosen files by their names. Since it was chosen a file may have been changed, moved or taken away. */
export async function readAll(files: readonly Pick<File, 'name' | 'text'>[]): Promise<ReadFiles> {
  const read: [string, string][] = [];
  for (const file of files) {
    try {
      read.push([file.name, await file.text()]);
    } catch (error) {
      const params = { path: file.name, problem: updatesText.hotfix.unreadable };
      return { status: 'unreadable', failure: new Failure('file-unreadable', params, error).toData() };
    }
  }
  return { status: 'read', files: Object.fromEntries(read) };
}
