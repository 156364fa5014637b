/**
 * `npm run shots`: a picture of every page in every state that matters, in two sizes, light and dark, in the ignored
 * `out/shots`; to be opened, laid beside the drawn pages and judged. Names of pages as arguments: only these.
 * With `--narrow` in a narrow window instead; with `--readme` the six of the README, into `docs/images`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { boardPath } from '../renderer/features/board/section.ts';
import { doctorPath } from '../renderer/features/doctor/path.ts';
import { appText } from '../renderer/text/app.ts';
import { boardText } from '../renderer/text/board.ts';
import { deviceText } from '../renderer/text/devices.ts';
import { doctorText } from '../renderer/text/doctor.ts';
import { fieldText } from '../renderer/text/field.ts';
import { provisionText } from '../renderer/text/provision.ts';
import { settingsText } from '../renderer/text/settings.ts';
import { updatesText } from '../renderer/text/updates.ts';
import { canRunChromium } from './capabilities.ts';
import { leaveIt, silentBoard, toFinding, toLoaderQuestion } from './e2e/doctor-scene.ts';
import { lostDevice, toHandOver } from './e2e/field-scene.ts';
import { buildPages, PAGES } from './e2e/pages.ts';
import { busyBench, pagesOf, provisionPath } from './e2e/scenes.ts';
import { buildStage, button, launchBrowser, network, SITE, type Stage, settled } from './e2e/support.ts';

const forReadme = process.argv.includes('--readme');
const README = ['bench', 'provision-wifi', 'device', 'provision-pass', 'board-file', 'field-hand-over'];
const FOLDER = forReadme
  ? join(import.meta.dirname, '..', 'docs', 'images')
  : join(PAGES, '..', '..', 'shots', 'pages');
const isNarrow = process.argv.includes('--narrow');
const SIZES = forReadme
  ? [{ width: 1280, height: 720 }]
  : isNarrow
    ? [{ width: 640, height: 1200 }]
    : [
        { width: 1280, height: 800 },
        { width: 1920, height: 1080 },
      ];
const SCHEMES = forReadme ? (['light'] as const) : (['light', 'dark'] as const);

/** A page in one state: where it is, and what is done there before the picture is taken. */
interface Shot {
  readonly path: string;
  readonly make?: ((page: Page) => Promise<void>) | undefined;
  /** What is undone afterwards, so that the page may be left. */
  readonly after?: ((page: Page) => Promise<void>) | undefined;
}

/** The app counts its own seconds: half a minute of them is a curve. */
const untilChartHasCurve = (page: Page): Promise<void> =>
  page
    .waitForFunction(() => Number(/Uptime\s*(\d+)/.exec(document.body.innerText)?.[1] ?? 0) >= 30, null, {
      timeout: 60_000,
    })
    .then(() => {});

if (!canRunChromium) {
  console.log('There is no Chromium here: apt-get install chromium, or name one in CHROMIUM.');
  process.exit(1);
}
const wanted = forReadme ? README : process.argv.slice(2).filter((word) => !word.startsWith('--'));
await buildPages();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser();
let count = 0;

async function shoot(stage: Stage, shots: Readonly<Record<string, Shot>>): Promise<void> {
  for (const viewport of SIZES) {
    const { page, close } = await stage.open('/', { viewport, lossy: true });
    for (const [name, { path, make, after }] of Object.entries(shots)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await page.goto(`${stage.origin}${path}`);
      await settled(page);
      await make?.(page);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const file = forReadme ? name : `${name}-${viewport.width}-${colorScheme}`;
        await page.screenshot({ path: join(FOLDER, `${file}.png`) });
        count++;
      }
      await after?.(page);
    }
    await close();
  }
}

/** Resolves when the device has registered again. */
async function restart({ bench }: Stage, deviceId: string): Promise<void> {
  const before = bench.registry.get(deviceId)?.registeredAt ?? 0;
  await bench.device(deviceId).restart();
  await bench.registry.waitFor((one) => one.deviceId === deviceId && (one.registeredAt ?? 0) > before);
}

/** A file with a change that is not saved, and what came of running it. */
const toFile = async (page: Page) => {
  await button(page, boardText.files.gate.action).click();
  await page.getByRole('button', { name: /^app\.py/ }).click();
  await page.getByLabel(boardText.file.editor('app.py')).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('import sensor_that_is_not_there\n');
  await button(page, boardText.file.run).click();
  await page.getByText(boardText.file.ranBadly).waitFor();
};

const toWifi = async (page: Page) => {
  await button(page, provisionText.recipe.next).click();
  await network(page, SITE.ssid).waitFor();
};

/** A window that was not there before still tells how the last visit ended. */
const toDevice = async (page: Page, ssid: string) => {
  const toList = button(page, fieldText.outcome.toList);
  const join = button(page, fieldText.start.join(ssid));
  await toList.or(join).waitFor();
  if (await toList.isVisible()) await toList.click();
  await join.waitFor();
};

/** Ends the visit, and the page is as it was before. */
const goBack = async (page: Page) => {
  await page
    .getByRole('button', { name: new RegExp(`^(${fieldText.promise.goBack}|${fieldText.promise.stop})$`) })
    .click();
  await button(page, fieldText.outcome.toList).click();
};

try {
  const empty = await buildStage({ browser });
  await shoot(empty, {
    'bench-empty': { path: '/' },
    'devices-empty': { path: '/devices' },
    'updates-off': { path: '/updates' },
    'settings-empty': { path: '/settings' },
    // A port that nothing is behind: what can be done is to plug the board in again.
    'doctor-gone': {
      path: doctorPath('/dev/ttyACM9'),
      make: (page) => button(page, doctorText.replug.action).waitFor(),
    },
  });
  const weak = await empty.addBoard({ kind: 'esp32', firmware: 'brown-out' });
  const silent = await silentBoard(empty);
  await shoot(empty, {
    'doctor-found': { path: silent, make: toFinding },
    'doctor-heard': { path: doctorPath(weak.path), make: toFinding },
    'doctor-loader': { path: silent, make: toLoaderQuestion, after: leaveIt },
  });
  await empty.close();

  const proved = await buildStage({ browser });
  const { deviceId: tried } = await proved.makeDevice();
  await shoot(proved, {
    'updates-in-force': {
      path: '/updates',
      make: (page) => page.getByText(updatesText.types.inForce, { exact: true }).waitFor(),
    },
  });
  // A changed file puts it on trial; three starts within its minute, and it goes back to the files before.
  writeFileSync(join(proved.bench.home.ota, 'boot', 'skeleton', 'extra.py'), 'LEVEL = 3\n');
  await restart(proved, tried);
  const triedPages = (standing: string): Record<string, Shot> => ({
    [`device-${standing}`]: { path: `/devices/${tried}` },
    [`devices-${standing}`]: { path: '/devices' },
    [`updates-${standing}`]: { path: '/updates' },
  });
  await shoot(proved, {
    ...triedPages('trial'),
    'device-trial-lower': {
      path: `/devices/${tried}`,
      make: (page) => page.getByText(deviceText.files.trialHelp).scrollIntoViewIfNeeded(),
    },
  });
  await restart(proved, tried);
  await restart(proved, tried);
  await proved.bench.registry.waitFor(({ updates }) => updates?.trial.state === 'rolled-back');
  await shoot(proved, triedPages('refused'));
  await proved.close();

  const field = await buildStage({ browser, heartbeatIntervalMs: 1000 });
  for (const ssid of ['Workshop', 'Guests'])
    field.bench.virtual?.radio.addNetwork({ ssid, password: ssid === 'Guests' ? '' : 'a-long-password' });
  const { ssid: lost, board: lostBoard } = await lostDevice(field);
  await shoot(field, {
    field: { path: '/field', make: (page) => toDevice(page, lost) },
    'field-hand-over': { path: '/field', make: (page) => toHandOver(page, lost), after: goBack },
    'field-by-hand': {
      path: '/field',
      make: async (page) => {
        await page.getByText(fieldText.start.modes.manual, { exact: true }).click();
        await button(page, fieldText.start.begin).click();
        await page.getByRole('img', { name: fieldText.guide.qrLabel(lost) }).waitFor();
      },
      after: goBack,
    },
    'field-cable': {
      path: `/field/cable/${encodeURIComponent(lostBoard.path)}`,
      make: async (page) => {
        await button(page, fieldText.cable.listen).click();
        await page.getByRole('radiogroup', { name: fieldText.cable.hears }).waitFor();
      },
    },
  });
  await field.close();

  const stage = await buildStage({ browser, heartbeatIntervalMs: 1000 });
  for (const ssid of ['Workshop', 'Guests', 'Greenhouse'])
    stage.bench.virtual?.radio.addNetwork({ ssid, password: ssid === 'Guests' ? '' : 'a-long-password' });
  const scene = await busyBench(stage);
  const device = `/devices/${scene.deviceId}`;
  await shoot(stage, {
    ...Object.fromEntries(Object.entries(pagesOf(scene)).map(([name, path]) => [name, { path }])),
    device: { path: device, make: forReadme ? untilChartHasCurve : undefined },
    'board-file': {
      path: boardPath(scene.boards.pass.path, 'files'),
      make: toFile,
      after: (page) => button(page, boardText.file.revert).click(),
    },
    'board-difference': {
      path: boardPath(scene.boards.pass.path, 'compare'),
      make: async (page) => {
        await button(page, boardText.compare.action).click();
        await page.getByRole('table').waitFor();
      },
    },
    'provision-wifi': { path: provisionPath(scene.boards.ready), make: toWifi },
    'device-lower': {
      path: device,
      make: (page) => page.getByText(deviceText.about.title).scrollIntoViewIfNeeded(),
    },
    'device-reset': {
      path: device,
      make: async (page) => {
        await page.locator('button:enabled', { hasText: deviceText.actions.reset }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    'settings-recipe': {
      path: '/settings',
      make: async (page) => {
        await button(page, settingsText.recipes.add).click();
        await page.getByLabel(settingsText.recipes.presets.use).check();
        await page.getByLabel(deviceText.config.key, { exact: true }).fill('every_ms');
        await page.getByLabel(deviceText.config.value, { exact: true }).fill('half a second');
        await button(page, settingsText.recipes.save).click();
        await page.getByText(settingsText.recipes.wrong.nameless).waitFor();
      },
    },
    'settings-site': {
      path: '/settings',
      make: async (page) => {
        await button(page, settingsText.sites.editNamed(SITE.ssid)).click();
        await page.getByRole('radio', { name: settingsText.ota.reach.everywhere.title }).check();
        await button(page, settingsText.ota.save).click();
        await button(page, settingsText.ota.elsewhere.action).waitFor();
      },
    },
    'updates-new': {
      path: '/updates',
      make: async (page) => {
        await button(page, updatesText.types.add).click();
        await page.getByLabel(updatesText.newType.name).fill('Green House');
      },
    },
    'device-other': { path: '/devices/iot-28cd1f000001' },
    'updates-requests': {
      path: '/updates',
      make: (page) =>
        page.getByRole('log', { name: updatesText.requests.title }).locator('li').first().waitFor(),
    },
    'bench-lost': {
      path: '/',
      make: async (page) => {
        await stage.door.stop();
        await page.getByText(appText.lost.title).waitFor();
        await stage.door.start();
        await page.getByText(appText.lost.refused.title).waitFor();
      },
    },
  });
  await scene.close();
  await stage.close();
} finally {
  await browser.close();
}
console.log(`${count} pictures in ${FOLDER}`);
