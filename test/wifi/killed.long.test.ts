/** A program that is killed on a visit: whatever it was at, the next start brings the computer home. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { createVisitor } from '../../main/wifi/index.ts';
import { createFakeComputer, openFakePortal } from './fake-computer.ts';

const SSID = 'IoT-0A77C4';
/** Within so many seconds of the next start. */
const HOME_AGAIN_S = 15;

it.each(['leaving-home', 'joining', 'there', 'task', 'coming-home', 'back'])('at “%s”', async (step) => {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-visit-'));
  const portal = await openFakePortal({ mac: '28cdc10a77c4' });
  onTestFinished(async () => {
    await portal.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const program = join(import.meta.dirname, 'visit-child.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, folder, portal.address, SSID, step],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === step) break;
  }
  child.kill('SIGKILL');
  await gone;

  const computer = createFakeComputer(folder);
  const visitor = createVisitor({ adapter: computer, folder });
  await visitor.recover({ signal: AbortSignal.timeout(HOME_AGAIN_S * 1000) });
  expect(computer.on()).toBe('Office-5G');
  expect(existsSync(join(folder, 'wifi-visit.json'))).toBe(false);
});
