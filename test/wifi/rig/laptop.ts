/** Starts the program in the laptop of a lab, and hears what it does. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Lab } from './lab.ts';
import { inside } from './namespaces.ts';
import { startTied, stop } from './processes.ts';

const line = z.looseObject({ at: z.string() });
export type Said = z.infer<typeof line>;

export interface Program {
  readonly lines: readonly Said[];
  /** The first line of this step. @throws Error when the program ends without it */
  at(step: string): Promise<Said>;
  kill(): Promise<void>;
}

/** Where journal and lock of the program lie, from one start to the next. */
export const programFolder = (lab: Lab) => mkdtempSync(join(lab.bus.folder, 'program-'));

export function startInLaptop(lab: Lab, ...args: string[]): Program {
  const program = join(import.meta.dirname, 'laptop-program.ts');
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', program];
  const child: ChildProcess = startTied([...inside(lab.laptop), ...node, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Said[] = [];
  if (child.stdout === null) throw new Error('it has no output');
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (text) => {
    lines.push(line.parse(JSON.parse(text)));
    child.emit('said');
  });
  let ended = false;
  reader.once('close', () => {
    ended = true;
    child.emit('said');
  });
  return {
    lines,
    async at(step) {
      for (;;) {
        const found = lines.find((one) => one.at === step);
        if (found !== undefined) return found;
        if (ended) throw new Error(`it never came to “${step}”: ${JSON.stringify(lines)}`);
        await new Promise<void>((resolve) => child.once('said', () => resolve()));
      }
    },
    kill: () => stop(child, 'SIGKILL'),
  };
}
