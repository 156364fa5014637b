/** The doctor at virtual boards: the real raw REPL of the real VM. The rest is in `virtual.long.test.ts`. */
import { expect, it } from 'vitest';
import { virtualPatient } from './virtual-rig.ts';

it('a board that answers is well, or what it has too little of is said', async () => {
  const well = await (await virtualPatient({ kind: 'pico' })).diagnose();
  expect(well.findings).toMatchObject([{ code: 'healthy', level: 'fine' }]);
  expect(well.step).toMatchObject({ interrupt: 'helped' });
  const fat = await virtualPatient({ kind: 'pico', filesystem: 'fat' });
  expect((await fat.diagnose()).codes).toEqual(['fat-filesystem']);
});

it('a Pico in BOOTSEL is a drive, listed as such, and not opened', async () => {
  const { board, bench, diagnose } = await virtualPatient({ kind: 'pico' });
  await board.enterBootloader();
  expect((await bench.ports.list())[0]?.loader).toMatchObject({ type: 'bootsel' });
  await expect(bench.ports.open(board.path)).rejects.toThrow('board-in-loader');
  expect((await diagnose()).findings).toMatchObject([{ code: 'in-bootsel', params: { drive: board.drive } }]);
});

it('a Pico whose port comes and goes', async () => {
  const { diagnose } = await virtualPatient({ kind: 'pico', firmware: 'boot-loop' });
  expect((await diagnose({ reach: 'listen' })).codes).toEqual(['port-flaps']);
});
