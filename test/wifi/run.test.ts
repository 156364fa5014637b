import { describe, expect, it } from 'vitest';
import { firstLine, ProgramMissing, runProgram } from '../../main/wifi/run.ts';

const node = (script: string, options: { signal?: AbortSignal; input?: string } = {}) =>
  runProgram(process.execPath, ['-e', script], {
    signal: options.signal ?? AbortSignal.timeout(10_000),
    input: options.input,
  });

describe('a program of the system', () => {
  it('tells its exit code and both outputs', async () => {
    expect(await node('console.log("out"); console.error("err"); process.exitCode = 7')).toEqual({
      code: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('gets its arguments as they are: no shell reads them', async () => {
    const odd = `a "b" '$HOME' %PATH% ; & \\ <>`;
    const { stdout } = await runProgram(
      process.execPath,
      ['-e', 'process.stdout.write(process.argv[1])', odd],
      { signal: AbortSignal.timeout(10_000) },
    );
    expect(stdout).toBe(odd);
  });

  it('reads what it is given, and need not', async () => {
    expect((await node('process.stdin.pipe(process.stdout)', { input: 'a secret' })).stdout).toBe('a secret');
    expect((await node('process.stdin.destroy()', { input: 'x'.repeat(1_000_000) })).code).toBe(0);
  });

  it('is ended with the order', async () => {
    const stop = new AbortController();
    const running = node('setInterval(() => {}, 1000)', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await expect(node('1', { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early');
  });

  it('is missing', async () => {
    const missing = runProgram('/nowhere/netsh', [], { signal: AbortSignal.timeout(10_000) });
    await expect(missing).rejects.toThrow(ProgramMissing);
  });
});

it('the first line that says something', () => {
  expect(firstLine({ code: 1, stdout: '\r\n  Access is denied. \r\n', stderr: '\n' })).toBe(
    'Access is denied.',
  );
});
