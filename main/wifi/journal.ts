/**
 * What a visit would leave behind if the program ended without a word: where the computer was, and on which device's network it
 * may be now. It is on the disk before anything is switched, and goes only when the computer is home. No secret is in it.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../sync-folder.ts';

const entrySchema = z.object({
  visit: z.object({ session: z.string(), ssid: z.string(), ifname: z.string() }),
  home: z.object({ ifname: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  /** Unix milliseconds. */
  startedAt: z.number(),
});
export type JournalEntry = z.infer<typeof entrySchema>;

export interface Journal {
  /** Null when there is none, and for one that cannot be read: it was never complete, so nothing had been switched. */
  read(): JournalEntry | null;
  /** On the disk when this returns. */
  write(entry: JournalEntry): void;
  clear(): void;
}

export function openJournal(folder: string): Journal {
  const path = join(folder, 'wifi-visit.json');
  return {
    read() {
      try {
        return entrySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    write(entry) {
      const next = `${path}.new`;
      const file = openSync(next, 'w', 0o600);
      try {
        writeSync(file, JSON.stringify(entry));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(next, path);
      syncFolder(dirname(path));
    },
    clear: () => rmSync(path, { force: true }),
  };
}
