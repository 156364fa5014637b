/** Text from boards is text: names, logs and numbers that mean harm, on every page. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createBoardFiles } from '../../main/boards/index.ts';
import { boardPath } from '../../renderer/features/board/section.ts';
import { boardText } from '../../renderer/text/board.ts';
import { fieldText } from '../../renderer/text/field.ts';
import { provisionText } from '../../renderer/text/provision.ts';
import { fakeDevice } from './fake-device.ts';
import { lostDevice, toHandOver } from './field-scene.ts';
import { provisionPath } from './scenes.ts';
import { button, describeWithBrowser, SITE, type Stage, setStage, settled, useBrowser } from './support.ts';

const IMAGE = '<img src=x onerror=alert(1)>';
const SCRIPT = '"></b><script>alert(2)</script>';
const LONG = 'W'.repeat(3000);
const BIDI = 'abc\u202egnp.exe\u2066';
/** A member of an object that every object has already. */
const PROTO = '__proto__';

/** Hostile for whoever takes it for markup, measures it or merges it. */
const MEMBERS = [
  `"${PROTO}":{"polluted":true}`,
  '"constructor":"x"',
  `"toString":${JSON.stringify(SCRIPT)}`,
  `${JSON.stringify(IMAGE)}:1e308`,
  `${JSON.stringify(LONG)}:-1`,
  `"long":${JSON.stringify(LONG)}`,
  `${JSON.stringify(BIDI)}:${JSON.stringify(BIDI)}`,
  `"app_error":${JSON.stringify(`${IMAGE}\n${LONG}\n${SCRIPT}`)}`,
  '"num_leds":-7',
  `"nested":{"${PROTO}":{"polluted":true},"deep":[[[[[1]]]]]}`,
];
const telemetry = MEMBERS.join(',');
/** The server takes no body with such a member; a device that is asked can still answer it. */
const heartbeat = MEMBERS.filter((member) => !member.includes(PROTO)).join(',');

async function hostileStage(): Promise<{ stage: Stage; paths: string[]; close: () => Promise<void> }> {
  const stage = await setStage();
  const { bench } = stage;
  for (const ssid of ['<img src=x onerror=alert(3)>', '"><script>alert(4)//', '__proto__', 'W'.repeat(32)]) {
    bench.virtual?.radio.addNetwork({ ssid, password: 'whatever-it-is' });
    await bench.settings.saveSite(ssid, 'whatever-it-is');
  }
  const app = join(bench.home.ota, 'boot', 'skeleton', 'app.py');
  const says = [
    IMAGE,
    SCRIPT,
    BIDI,
    'W'.repeat(400),
    'boot: wifi connected <b>nowhere</b> rssi x',
    '\u001b[2J\u001b]0;x\u0007',
  ];
  await writeFile(
    app,
    `${says.map((line) => `print(${JSON.stringify(line)})\n`).join('')}${await readFile(app, 'utf8')}`,
  );
  await writeFile(join(bench.home.ota, 'boot', 'skeleton', `<img src=x onerror=alert(5)>.py`), '');
  const name = `${IMAGE}${'W'.repeat(80)}`;
  await bench.settings.saveRecipe({
    name,
    kind: null,
    appType: 'skeleton',
    install: 'platform',
    wifi: 'cable',
    identify: 'skip',
  });
  const { deviceId, board } = await stage.makeDevice({ name });
  const waiting = await stage.addBoard();
  const fakes = await Promise.all(
    [1, 2].map((number) =>
      fakeDevice(stage, {
        number,
        firmware: IMAGE,
        version: 'W'.repeat(64),
        meta: { [IMAGE]: SCRIPT },
        files: { [IMAGE]: '0'.repeat(32), ['W'.repeat(90)]: '1'.repeat(32) },
        telemetry,
        heartbeat,
        log: `${IMAGE}\n${LONG}\n${SCRIPT}\n${BIDI}\n\u001b[31mred\u0007\n`.repeat(20),
        logName: 'W<b>W.txt',
        config: `{${telemetry}}`,
        endpoints: [
          { method: IMAGE, path: `javascript:alert(6)` },
          { method: 'GET', path: `//evil.example/${LONG}` },
          { method: 'GET', path: `/${SCRIPT}` },
        ],
      }),
    ),
  );
  const devices = [deviceId, ...fakes.map((fake) => fake.deviceId)].map((id) => `/devices/${id}`);
  return {
    stage,
    paths: [
      '/',
      provisionPath(waiting),
      provisionPath(board),
      boardPath(board.path),
      '/field',
      `/field/cable/${encodeURIComponent(board.path)}`,
      '/devices',
      ...devices,
      '/updates',
      '/settings',
    ],
    close: async () => void (await Promise.all(fakes.map((fake) => fake.close()))),
  };
}

/** What would be there if any of it had been taken for more than text. */
const harm = (page: Page): Promise<Record<string, unknown>> =>
  page.evaluate(() => ({
    // The editor stands one without a source beside each mark of its own.
    elements: document.querySelectorAll(
      'main img:not(.cm-widgetBuffer), main img[src], main script, main iframe, main b > script',
    ).length,
    links: [...document.querySelectorAll('a[href]')]
      .map((link) => (link as HTMLAnchorElement).href)
      .filter((href) => !/^http:\/\/127\.0\.0\.1[:/]/.test(href)),
    polluted: 'polluted' in {},
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));

/** Names that a flash takes and a page must not. */
const NAMES = [
  `${IMAGE.replaceAll('/', '')}.py`,
  '"><script>alert(8)<!--.txt',
  `${'W'.repeat(200)}.py`,
  'abc\u202egnp.exe',
  PROTO,
  'a\tb .py',
];

describeWithBrowser('hostile text in the browser', () => {
  useBrowser();

  test('does nothing as names and content of a board’s files, nor beside an app type', async () => {
    const stage = await setStage();
    const { board } = await stage.makeDevice();
    const content = new TextEncoder().encode(`# ${IMAGE}\u202e${SCRIPT}\n${LONG}\n`);
    await createBoardFiles(stage.bench.boards).write(
      board.path,
      NAMES.map((name) => ({ name, content })),
    );
    const { page } = await stage.open(boardPath(board.path, 'files'));
    const found: Record<string, unknown> = {};
    await button(page, boardText.files.gate.action).click();
    const list = page.getByRole('list', { name: boardText.files.list });
    await list.getByText('gnp.exe').waitFor();
    found.list = await harm(page);
    await list.getByRole('button', { name: /^<img/ }).click();
    await page.locator('.cm-content').getByText(IMAGE).waitFor();
    found.editor = await harm(page);
    await button(page, boardText.files.remove(`${'W'.repeat(79)}…`)).click();
    await page.getByRole('dialog').waitFor();
    found.dialog = await harm(page);
    await button(page, boardText.remove.keep).click();
    await page.getByText(boardText.sections.compare, { exact: true }).click();
    await button(page, boardText.compare.action).click();
    await page.getByRole('table').getByText('gnp.exe').waitFor();
    found.table = await harm(page);
    const harmless = { elements: 0, links: [], polluted: false, wider: 0 };
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((part) => [part, harmless])));
  });

  test('does nothing as networks that a device in AP fallback hears, and beside its own', async () => {
    const stage = await setStage();
    const { ssid } = await lostDevice(stage);
    const names = [
      '\u202egnp.exe\u2066',
      '\u001b[2J\u0007bell',
      '🙂'.repeat(8),
      '<img src=x onerror=alert(9)>',
      PROTO,
    ];
    for (const name of names)
      stage.bench.virtual?.radio.addNetwork({ ssid: name, password: 'whatever-it-is' });
    const { page } = await stage.open('/field', { viewport: { width: 1120, height: 800 } });
    await toHandOver(page, ssid);
    const found: Record<string, unknown> = {};
    const networks = page.getByRole('radiogroup', { name: fieldText.hand.title });
    await networks.getByText('<img src=x').waitFor();
    found.networks = await harm(page);
    expect(await networks.textContent()).not.toMatch(/[\u0000-\u001f\u202e\u2066]/);
    for (const name of ['gnp.exe', '🙂', PROTO]) {
      await networks.locator('label').filter({ hasText: name }).click();
      found[name] = await harm(page);
    }
    await button(page, fieldText.promise.goBack).click();
    await page.getByText(fieldText.outcome.cancelledUntold).waitFor();
    const harmless = { elements: 0, links: [], polluted: false, wider: 0 };
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((part) => [part, harmless])));
  });

  test('does nothing and breaks nothing, on every page', async () => {
    const { stage, paths, close } = await hostileStage();
    const { page } = await stage.open();
    const found: Record<string, unknown> = {};
    for (const path of paths) {
      await page.goto(`${stage.origin}${path}`);
      await settled(page);
      if (path.includes('28cd1f')) await page.getByText(IMAGE).first().waitFor();
      found[path] = await harm(page);
    }
    // The list of networks, with everybody's own idea of a name.
    await page.goto(`${stage.origin}${paths[1]}`);
    await button(page, provisionText.recipe.next).click();
    await page.getByText(SITE.ssid, { exact: true }).first().waitFor();
    await page.getByText('<img src=x onerror=alert(3)>').first().waitFor();
    found.networks = await harm(page);
    await close();
    const harmless = { elements: 0, links: [], polluted: false, wider: 0 };
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((path) => [path, harmless])));
  });
});
