/** The lean copy on the real VM: the firmware is the same in it, down to the line of an error. */
import { afterEach, describe, expect, it } from 'vitest';
import { leanOf } from '../../main/provisioning/lean.ts';
import { FakeOta, md5 } from './fake-ota.ts';
import { bootPy, bootSource, type Files, makeRig, type Rig, SITE, softwareOf, startRig } from './support.ts';

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

it('boot.py copied by hand, whole as it is, does the same', async () => {
  const files: Files = { 'main.py': "print('main: new')\n", 'app.py': 'A = 1\n' };
  const said = async (boot: string) => {
    const ota = await new FakeOta(files).listen();
    const made = makeRig({ software: { 'boot.py': boot }, provision: { api: ota.api } });
    rig = made;
    const main = made.console.line(/^main: new/);
    made.board.powerOn();
    await main;
    const asked = ota.got.find(({ path }) => path === '/iot/boot')?.body;
    expect(asked?.boot_md5).toBe(md5(boot));
    for (const [name, text] of Object.entries(files)) expect(made.board.flash.text(name)).toBe(text);
    await made.close();
    ota.close();
    const said = made.console.lines.filter((line) => /^(boot|main)/.test(line));
    return said.map((line) => line.replace(/:\d+\/iot/, ''));
  };
  expect(await said(bootSource)).toEqual(await said(bootPy));
});

it('the platform, lean, does the same', async () => {
  const answersOf = async (software: Files) => {
    rig = await startRig({ software, wifi: SITE });
    const answers = [];
    for (const path of ['/endpoints', '/config', '/reading', '/nothing']) {
      const { status, json } = await rig.ask('GET', path);
      answers.push([path, status, path === '/reading' ? Object.keys(json) : json]);
    }
    const { json } = await rig.ask('POST', '/identify');
    await rig.close();
    return [...answers, json];
  };
  const whole = softwareOf();
  const lean = Object.fromEntries(Object.entries(whole).map(([name, text]) => [name, leanOf(text)]));
  expect(await answersOf(lean)).toEqual(await answersOf(whole));
});
