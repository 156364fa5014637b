/** The rig itself: what a test leaves behind that was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { canRunNetworkManager } from '../../capabilities.ts';
import { sweep } from '../rig/namespaces.ts';
import { run } from '../rig/processes.ts';

const left = z.object({ namespaces: z.array(z.string()), folder: z.string() });
/** The kernel tells nobody when a process of somebody else's is gone. */
const LOOK_EVERY_MS = 20;

it.skipIf(!canRunNetworkManager)(
  'daemons die with their test, and the next one removes what is left',
  async () => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '..', 'rig', 'left-behind.ts')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { namespaces, folder } = left.parse(JSON.parse(line));
    const running = async () => {
      const pids = await Promise.all(namespaces.map((name) => run(['ip', 'netns', 'pids', name])));
      return pids.join('').split('\n').filter(Boolean).length;
    };
    expect(await running()).toBeGreaterThanOrEqual(2);
    expect(existsSync(folder)).toBe(true);

    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    while ((await running()) > 0) await sleep(LOOK_EVERY_MS);
    await sweep();
    const names = await run(['ip', 'netns', 'list']);
    for (const name of namespaces) expect(names).not.toContain(name);
    expect(existsSync(folder)).toBe(false);
  },
);
