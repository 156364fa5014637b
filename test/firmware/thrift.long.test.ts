/** More of what boot.py reads and writes: in the plain form, of many files, and while it waits. */
import { describe, expect, it } from 'vitest';
import { isThrifty, LIMIT, MAIN, OLD, pad, size, thriftRig, up } from './thrift-rig.ts';

describe('an update in the plain form', () => isThrifty('plain'));

it('a board that waits for its software does not read its files again and again', async () => {
  const software = { 'app.py': pad('a', 800) };
  const { ota, rig } = await thriftRig(OLD, { software, clockRate: 60 });
  ota.bend = (answer, path) =>
    path === '/iot/boot' ? { device_id: answer.device_id, update: false } : answer;
  rig.board.powerOn();
  for (let n = 0; n < 3; n++) await ota.next('/iot/boot');
  expect(rig.board.meters.readByFile.get('app.py')).toBe(size(pad('a', 800)));
});

it('a long list of files is asked about in pieces', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`module_${n}.py`, `N = ${n}\n`]));
  const software = { 'main.py': MAIN, ...many };
  const { ota, rig } = await thriftRig(software, { software });
  await up(rig, () => rig.board.powerOn());
  expect(Object.keys(ota.got[0]?.body.files ?? {})).toHaveLength(61);
  expect(rig.board.meters.socketWrite.largest).toBeLessThanOrEqual(LIMIT);
  expect(rig.console.lines).toContain('boot: up to date');
});
