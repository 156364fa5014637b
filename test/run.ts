/**
 * `npm test`: says what cannot be tested here, then checks types, style and behaviour, and counts.
 * The last line is `N passed, N failed` with `, N skipped` where there are any; the exit code matches it.
 *
 * Arguments go to Vitest: `npm test -- test/jobs`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capabilities } from './capabilities.ts';

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const ROOT = join(import.meta.dirname, '..');
const MODULES = join(ROOT, 'node_modules');

/** Runs a script of a package in this very Node; true when it ended with 0. */
function run(title: string, script: string[], args: string[]): boolean {
  console.log(`\n${title}`);
  const { FORCE_COLOR: _, ...env } = process.env;
  const { status, error } = spawnSync(process.execPath, [join(MODULES, ...script), ...args], {
    cwd: ROOT,
    env: { ...env, NO_COLOR: '1' },
    stdio: 'inherit',
  });
  if (error !== undefined) console.log(`${title} could not be started: ${error.message}`);
  return status === 0;
}

/** Vitest's own numbers; a file that failed before any of its tests counts as one failure. */
function behaviour(filters: string[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-test-'));
  const file = join(folder, 'report.json');
  try {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters];
    const ok = run('Behaviour (vitest)', ['vitest', 'vitest.mjs'], args);
    const report: Report = JSON.parse(readFileSync(file, 'utf8'));
    const broken = report.testResults.filter(
      (suite) =>
        suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
    );
    for (const suite of broken) console.log(`This file failed outside its tests: ${suite.name}`);
    const count = {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
    if (!ok && count.failed === 0) {
      console.log('Vitest ended with an error outside the tests; it counts as one failure.');
      count.failed = 1;
    }
    return count;
  } catch (error) {
    console.log(`Vitest left no report: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const major = Number(process.versions.node.split('.')[0]);
console.log(`Bootbench tests on Node ${process.versions.node}, ${process.platform} ${process.arch}`);
if (major < 24) console.log('Node 24 or later is needed; much will fail. Run this through `npm test`.');
const missing = capabilities().filter((capability) => !capability.here);
for (const { name, leavesOut, remedy } of missing) {
  console.log(`Left out, no ${name} here: ${leavesOut} (${remedy})`);
}
if (missing.length === 0) console.log('Nothing is left out on this machine.');
console.log('Real boards are never part of these tests; see README, "Not yet run".');

const checks = [
  run('Types (tsc)', ['typescript', 'bin', 'tsc'], []),
  run('Style (biome)', ['@biomejs', 'biome', 'bin', 'biome'], ['check']),
];
const count = behaviour(process.argv.slice(2));
const unsound = checks.filter((ok) => !ok).length;
if (unsound > 0) {
  console.log(`\nTypes or style are not in order; each counts as one failure (${unsound}).`);
  count.failed += unsound;
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 ? 1 : 0;
