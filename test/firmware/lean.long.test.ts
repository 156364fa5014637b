/** Start, update and answers of the lean copies, beside those of the whole ones; tracebacks are in `lean.test.ts`. */
import { afterEach, expect, it } from 'vitest';
import { leanOf } from '../../main/provisioning/lean.ts';
import { FakeOta, md5 } from './fake-ota.ts';
import { bootPy, bootSource, type Files, makeRig, type Rig, SITE, softwareOf, startRig } from './support.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
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
