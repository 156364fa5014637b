/**
 * `npm run pack:check`: packs the program for Linux around a stub of Electron, looks at what was packed, and lets a
 * virtual board become a proven device with it. The last line is PASS or FAIL.
 *
 * It proves what is in the package and that the packed bench works. That Electron starts is for `--smoke`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { Arch, build, Platform } from 'electron-builder';
import config from './electron-builder.config.ts';
import { electronVersion, writeElectronStub } from './electron-stub.ts';
import { buildIfNeeded, ROOT } from './fresh.ts';
import { faultsOf, listPacked, missingFromPage, sizesOf, unresolved } from './package-audit.ts';
import { SIZE_LIMIT } from './package-contents.ts';

const MB = 1e6;
const PROVISION_LIMIT_MS = 60_000;
const say = (line: string) => console.log(line);
const megabytes = (bytes: number) => `${(bytes / MB).toFixed(2)} MB`;
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Gives the folder with `app.asar`. */
async function pack(work: string): Promise<string> {
  const electronDist = join(work, 'electron');
  mkdirSync(electronDist);
  writeElectronStub(electronDist);
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    publish: 'never',
    config: {
      ...config,
      electronDist,
      electronVersion: electronVersion(),
      // There is nothing in a stub to switch.
      electronFuses: null,
      directories: { ...config.directories, output: join(work, 'dist') },
    },
  });
  return join(work, 'dist', 'linux-unpacked', 'resources');
}

/** The packed bench in plain Node, far from the repository and its packages. */
function provision(program: string, work: string): string | undefined {
  const result = spawnSync(
    process.execPath,
    [join(program, 'out', 'main', 'headless.js'), 'provision', '--virtual', 'pico'],
    {
      cwd: work,
      encoding: 'utf8',
      timeout: PROVISION_LIMIT_MS,
      env: { ...process.env, NODE_PATH: '', BOOTBENCH_HOME: join(work, 'home') },
    },
  );
  const last = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.status === 0 && last.startsWith('PASS')) {
    say(`headless: ${last}`);
    return undefined;
  }
  return `the packed bench ended with ${result.status ?? result.signal}: ${result.stdout}${result.stderr}`;
}

async function check(work: string): Promise<string[]> {
  const built = await buildIfNeeded();
  say(built === undefined ? 'The build is fresh' : `Built in ${(built / 1000).toFixed(1)} s`);
  let startedAt = Date.now();
  const resources = await pack(work);
  say(`Packed in ${seconds(startedAt)}`);

  const archive = join(resources, 'app.asar');
  const files = listPacked(archive);
  const faults = faultsOf(files, `${archive}.unpacked`);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const inside = files.filter(({ where }) => where === 'archive');
  say(
    `${files.length} files, ${megabytes(total)}: archive ${megabytes(statSync(archive).size)} with ${inside.length} of them`,
  );
  for (const [name, bytes] of sizesOf(files).slice(0, 12)) say(`  ${megabytes(bytes).padStart(9)}  ${name}`);
  if (total > SIZE_LIMIT * MB) faults.push(`${megabytes(total)} is more than ${SIZE_LIMIT} MB`);

  startedAt = Date.now();
  const program = join(work, 'program');
  extractAll(archive, program);
  faults.push(...unresolved(join(program, 'out', 'main')));
  faults.push(...missingFromPage(join(program, 'out', 'renderer')));
  const failure = provision(program, work);
  if (failure !== undefined) faults.push(failure);
  say(`Unpacked and tried in ${seconds(startedAt)}`);
  return faults;
}

const work = mkdtempSync(join(tmpdir(), 'bootbench-pack-'));
try {
  const faults = await check(work);
  for (const fault of faults) say(`  ${fault}`);
  say(faults.length === 0 ? 'PASS' : `FAIL with ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
