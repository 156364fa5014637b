/** The lean copy on the real VM: the firmware is the same in it, down to the line of an error. */
import { afterEach, describe, expect, it } from 'vitest';
import { leanOf } from '../../main/provisioning/lean.ts';
import { bootSource, makeRig, type Rig } from './support.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

/** The last line of an error, and where it was. */
async function trace(boot: string): Promise<string[]> {
  const made = makeRig({ software: { 'boot.py': boot, 'main.py': "print('main: on')\n" } });
  rig = made;
  const on = made.console.line(/^main: on/);
  made.board.powerOn();
  await on;
  await made.close();
  return made.console.lines.filter((line) => /^ {2}File|^\w*Error/.test(line));
}

describe('a traceback of the lean boot.py names the lines of firmware/boot.py', () => {
  it.each([
    ['at the start', /\brecover\(\)\n\twhile/, 'missing()\n\twhile'],
    ['after docstrings and comments', /\bota\(\)\n\t\t\tif/, 'missing()\n\t\t\tif'],
    ['in a statement of many lines', /base=base, overlay/, 'base=missing(), overlay'],
  ])('%s', async (_, place, fault) => {
    const broken = bootSource.replace(place, fault);
    expect(broken).not.toBe(bootSource);
    const full = await trace(broken);
    expect(full.at(-1)).toMatch(/^NameError/);
    expect(full.join()).toMatch(/line \d{3}/);
    expect(await trace(leanOf(broken))).toEqual(full);
  });
});
