import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRecords } from '../../main/records/index.ts';
import { createSettings } from '../../main/settings/index.ts';
import type { PortInfo } from '../../preload/contract/models.ts';

const OPTIONS = {
  dataFolder: '/data',
  otaBase: '/data/ota',
  ota: { host: '127.0.0.1', port: 0, heartbeatIntervalMs: null },
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bootbench-slots-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const board = (location: string | undefined, source: PortInfo['source'] = 'usb'): PortInfo => ({
  path: `/dev/ttyACM${location}`,
  kind: 'pico',
  source,
  description: 'a board',
  ...(location === undefined ? {} : { location }),
});

async function start(name: string) {
  const records = await openRecords(join(folder, name));
  const settings = await createSettings(records, OPTIONS);
  const numbers = () => settings.present().slots.map(({ number, location }) => `${number} ${location}`);
  return { settings, numbers, stop: () => records.close() };
}

it('sockets are learned in their order and keep their numbers over a restart, whatever is plugged in first', async () => {
  const first = await start('a.sqlite');
  let told = 0;
  first.settings.subscribe(() => told++);
  await first.settings.learnSlots([board('1-1.10'), board('1-1.2'), board('3', 'virtual'), board(undefined)]);
  expect(first.numbers()).toEqual(['1 1-1.2', '2 1-1.10']);
  await first.settings.learnSlots([board('1-1.10')]);
  expect(told).toBe(1);
  await first.stop();

  const second = await start('a.sqlite');
  await second.settings.learnSlots([board('1-1.10')]);
  await second.settings.learnSlots([board('1-1.10'), board('1-1.1'), board('1-1.2')]);
  expect(second.numbers()).toEqual(['1 1-1.2', '2 1-1.10', '3 1-1.1']);
  await second.stop();
});

it('two that ask at once give no number twice', async () => {
  const { settings, numbers, stop } = await start('b.sqlite');
  await Promise.all([
    settings.learnSlots([board('1-1'), board('1-2')]),
    settings.learnSlots([board('1-2'), board('1-3')]),
  ]);
  expect(numbers()).toEqual(['1 1-1', '2 1-2', '3 1-3']);
  await stop();
});

it('a slot gets a name and another number, whose slot gets its own; one that is forgotten is learned anew', async () => {
  const first = await start('c.sqlite');
  await first.settings.learnSlots([board('1-1'), board('1-2')]);
  await first.settings.saveSlot({ location: '1-2', number: 1, name: '  By the window ' });
  const slots = [
    { location: '1-2', number: 1, name: 'By the window' },
    { location: '1-1', number: 2, name: '' },
  ];
  expect(first.settings.present().slots).toEqual(slots);
  await expect(first.settings.saveSlot({ location: '9-9', number: 1, name: '' })).rejects.toMatchObject({
    code: 'bad-input',
  });
  await first.stop();

  const second = await start('c.sqlite');
  expect(second.settings.present().slots).toEqual(slots);
  await second.settings.forgetSlot('1-2');
  expect(second.numbers()).toEqual(['2 1-1']);
  await second.settings.learnSlots([board('1-2')]);
  expect(second.numbers()).toEqual(['1 1-2', '2 1-1']);
  await second.stop();
});
