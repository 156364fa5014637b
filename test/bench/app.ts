/** What the app costs a browser: how soon a page can be used, how much script that takes, how busy a live fleet makes it. */
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { benchText } from '../../renderer/text/bench.ts';
import { devicesText } from '../../renderer/text/devices.ts';
import { canRunChromium } from '../capabilities.ts';
import { type FakeDevice, fakeDevice } from '../e2e/fake-device.ts';
import { buildPages } from '../e2e/pages.ts';
import { buildStage, button, launchBrowser, type Stage } from '../e2e/support.ts';
import { atMost, type Figure, median } from './figures.ts';

const ROUNDS = 5;
const DEVICES = 50;
const SECONDS = 10;

export async function benchApp(): Promise<Figure[]> {
  if (!canRunChromium) throw new Error('There is no Chromium here: apt-get install chromium');
  await buildPages();
  const browser = await launchBrowser();
  const stage = await buildStage({ browser });
  try {
    return [...(await firstPage(browser, stage)), ...(await fleet(stage))];
  } finally {
    await stage.close();
    await browser.close();
  }
}

const figure = atMost('app');

/** From nothing in the cache to a button that can be pressed. */
async function firstPage(browser: Browser, stage: Stage): Promise<Figure[]> {
  const times: number[] = [];
  let scripts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') bodies.push(response.body());
    });
    const startedAt = performance.now();
    await page.goto(stage.link(), { waitUntil: 'commit' });
    // Visible, still, and its press would not be caught by anything else.
    await button(page, benchText.addPico).click({ trial: true });
    times.push(performance.now() - startedAt);
    scripts = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    await context.close();
  }
  return [
    figure('navigation to usable, median', median(times), 'ms', 1000),
    figure('script of the first page, gzip', scripts / 1000, 'kB', 350),
  ];
}

/** Fifty devices that report each second, on the page that lists them all; what blocks that page, and for how long. */
async function fleet(stage: Stage): Promise<Figure[]> {
  await stage.bench.startOta();
  const devices: FakeDevice[] = [];
  for (let number = 1; number <= DEVICES; number++)
    devices.push(await fakeDevice(stage, { number, kind: number % 2 === 0 ? 'pico' : 'esp32' }));
  const figures: Figure[] = [];
  for (const [name, path] of [
    ['Bench', '/'],
    ['Devices', '/devices'],
    ['a device', `/devices/${devices[0]?.deviceId}`],
    ['Updates', '/updates'],
  ] as const) {
    const { page, close } = await stage.open(path);
    if (path === '/devices') await page.getByText(devicesText.counts(DEVICES, 0, 0)).waitFor();
    else await page.locator('main h1').waitFor();
    await page.waitForLoadState('load');
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { longTasks: seen });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.push(duration);
      }).observe({ type: 'longtask' });
    });
    await report(stage, devices);
    const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
    figures.push(figure(`tasks over 50 ms on ${name}, ${DEVICES} devices a second`, tasks.length, '', 0));
    if (tasks.length > 0) figures.push(figure(`longest task on ${name}`, Math.max(...tasks), 'ms', null));
    await close();
  }
  await Promise.all(devices.map((device) => device.close()));
  return figures;
}

/** Each device reports each second, spread over it as real ones are. */
async function report(stage: Stage, devices: readonly FakeDevice[]): Promise<void> {
  const startedAt = performance.now();
  const open: Promise<unknown>[] = [];
  for (let beat = 0; beat < SECONDS * devices.length; beat++) {
    const due = startedAt + (beat * 1000) / devices.length;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const device = devices[beat % devices.length];
    const body = {
      device_id: device?.deviceId,
      uptime_ms: 61_000 + beat,
      free_mem: 140_000 - beat,
      rssi: -50,
      level: beat,
    };
    open.push(stage.post('/heartbeat', body).then((answer) => answer.arrayBuffer()));
  }
  await Promise.all(open);
}
