/** Putting files on a board: as few calls as may be, one progress over all of them, and a way to stop. */
import { useRef, useState } from 'react';
import { type FailureData, toFailure } from '../../../preload/contract/errors.ts';
import type { Progress } from '../../../preload/contract/work.ts';
import { useCall } from '../shell/use-call.ts';
import { type BoardFile, batchesOf, type PlannedFile, readPlanned } from './upload.ts';

export interface Uploaded {
  readonly written: number;
  readonly same: number;
}

export interface Upload {
  /** Null while nothing is uploaded. */
  readonly progress: UploadProgress | null;
  readonly failure: FailureData | null;
  /** Undefined when it failed or was stopped; the files before are on the board then. */
  run(files: readonly PlannedFile[]): Promise<Uploaded | undefined>;
  stop(): void;
  /** Says why nothing is uploaded, or takes that back. */
  fail(failure: FailureData | null): void;
}

export interface UploadProgress {
  /** 0 to 1, of all files. */
  readonly fraction: number;
  /** The file that is under way. */
  readonly what: string;
}

/** Characters: of the calls before this one, of this one, of all. */
interface Place {
  readonly before: number;
  readonly now: number;
  readonly all: number;
}

/** `onAsked`: the board is about to be asked. */
export function useUpload(port: string, onAsked: () => void): Upload {
  const writes = useCall('boards.writeFiles');
  const [place, setPlace] = useState<Place | null>(null);
  const [own, setOwn] = useState<FailureData | null>(null);
  const open = useRef<AbortController>(null);

  const run = async (files: readonly PlannedFile[]) => {
    setOwn(null);
    const mine = new AbortController();
    open.current = mine;
    let [written, same, before] = [0, 0, 0];
    try {
      const batches = batchesOf(await readPlanned(files));
      const all = sizeOf(batches.flat());
      for (const batch of batches) {
        if (mine.signal.aborted) return undefined;
        const now = sizeOf(batch);
        setPlace({ before, now, all });
        onAsked();
        const result = await writes.run({ port, files: batch });
        if (result === undefined) return undefined;
        written += result.written.length;
        same += result.unchanged.length;
        before += now;
      }
      return { written, same };
    } catch (error) {
      setOwn(toFailure(error).toData());
      return undefined;
    } finally {
      setPlace(null);
    }
  };

  return {
    progress: place === null ? null : progressOf(place, writes.progress),
    failure: own ?? writes.failure,
    run,
    stop() {
      open.current?.abort();
      writes.cancel();
    },
    fail(failure) {
      writes.forget();
      setOwn(failure);
    },
  };
}

const sizeOf = (files: readonly BoardFile[]) => files.reduce((sum, { content }) => sum + content.length, 0);

/** Over all files, from how far the call of some of them is. */
export function progressOf({ before, now, all }: Place, call: Progress | null): UploadProgress {
  const part = call === null || call.total === 0 ? 0 : Math.min(1, call.done / call.total);
  return { fraction: all === 0 ? 0 : (before + part * now) / all, what: call?.what ?? '' };
}
