import { afterAll, describe, expect, it } from 'vitest';
import { createCli } from './support.ts';

const cli = createCli();
afterAll(() => cli.close());

describe('doctor', () => {
  it('says in sentences what is wrong, and ends in 1', async () => {
    const { code, stdout } = await cli.run(['doctor', '--port', '/dev/ttyUSB999']);
    expect(code).toBe(1);
    // Which of them depends on what is plugged into this computer.
    expect(stdout).toMatch(/\[(nothing-on-usb|port-missing|driver-missing|brltty-holds)\]/);
    expect(stdout).toMatch(/trouble found\.|troubles found\./);
  });

  it('tells a cable that only charges by what does not change', async () => {
    const { code, json } = await cli.run(['doctor', '--replug', '--seconds', '1', '--json']);
    expect(code).toBe(1);
    expect(json()).toMatchObject([
      { type: 'waiting' },
      { type: 'finding', code: 'nothing-changed', level: 'trouble' },
      { type: 'result', troubles: 1 },
    ]);
  });

  it('is used wrongly when it is to send nothing and to reset', async () => {
    expect((await cli.run(['doctor', '--listen', '--reset', '--port', 'x'])).code).toBe(2);
    expect((await cli.run(['doctor', '--to-bootloader'])).code).toBe(2);
  });
});

it('ports --watch goes on until Ctrl-C, which ends it well', async () => {
  const { code, stdout } = await cli.run(['ports']);
  expect([code, stdout.split('\n')[0]]).toEqual([
    0,
    'slot  port                 state             location       kind     what it is',
  ]);
  const watching = cli.begin(['ports', '--watch', '--json']);
  await watching.line(({ type }) => type === 'watching');
  expect(await watching.stop()).toBe(0);
});
