/** What goes on while a page does not look: jobs outlive their window, and a page finds its bench again. */
import type { Page, WebSocketRoute } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import type { Recipe } from '../../preload/contract/models.ts';
import { appText } from '../../renderer/text/app.ts';
import { benchText } from '../../renderer/text/bench.ts';
import { devicesText } from '../../renderer/text/devices.ts';
import { provisionText } from '../../renderer/text/provision.ts';
import { updatesText } from '../../renderer/text/updates.ts';
import { buildGate, PATIENT } from './gate.ts';
import { provisionPath } from './scenes.ts';
import {
  button,
  describeWithBrowser,
  onlyBoard,
  place,
  SITE,
  sayBlinked,
  setStage,
  tile,
  toNetworks,
  useBrowser,
  watchBlinks,
} from './support.ts';

const HALL: Recipe = {
  name: 'Hall 3',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
};

describeWithBrowser('pages that come and go', () => {
  useBrowser();

  test('a job goes on while its page is loaded anew, and a second window sees the same', async () => {
    const stage = await setStage();
    const { page } = await stage.open();
    await button(page, benchText.addPico).click();
    await tile(page, 'V1', benchText.words.ready).waitFor();
    const eyes = watchBlinks(onlyBoard(stage));
    await toNetworks(page);
    await button(page, provisionText.wifi.provision).click();
    await button(page, provisionText.cancel).waitFor();
    const [job] = stage.bench.jobs.list();
    expect(await jobOn(page)).toBe(job?.id);
    await page.reload();
    expect(await jobOn(page)).toBe(job?.id);
    const second = await stage.open();
    await page.getByRole('heading', { name: provisionText.blink.title }).waitFor();
    await tile(second.page, 'V1', benchText.words.blink).waitFor();
    expect(stage.bench.jobs.list().map(({ id }) => id)).toEqual([job?.id]);
    await page.reload();
    await sayBlinked(page, eyes);
    await page.getByText('PASS', { exact: true }).first().waitFor();
    await tile(second.page, 'V1', benchText.words.pass).waitFor();
    eyes.close();
  });

  test('how far a job is, and what it makes, is the same after its page was loaded anew', async () => {
    const stage = await setStage();
    const board = await stage.addBoard(PATIENT);
    await stage.bench.startOta();
    const gate = await buildGate(stage);
    onTestFinished(() => gate.close());
    const recipe: Recipe = { ...HALL, identify: 'skip' };
    const id = await stage.bench.provision({ port: board.path, site: SITE, recipe, api: gate.api });
    const { page } = await stage.open(provisionPath(board));
    await gate.knocked;
    // The board's own request waits: from here to the opening of the gate the job stands at one place.
    await page.getByRole('heading', { name: provisionText.phases.update?.title ?? '' }).waitFor();
    const before = await percentOn(page);
    expect(before).toBeGreaterThan(0);
    await page.reload();
    const after = await percentOn(page);
    expect(after).toBeGreaterThanOrEqual(before);
    expect(await jobOn(page)).toBe(id);
    await page.getByText(provisionText.makesOf(recipe), { exact: true }).waitFor();
    expect(
      await page.getByText(provisionText.steps.joined(String(board.ip), SITE.ssid), { exact: true }).count(),
    ).toBe(1);
    gate.open();
    await page.getByText('PASS', { exact: true }).first().waitFor();
    expect(await jobOn(page)).toBe(id);
  });

  test('a page that has lost the bench says so and comes back by itself', async () => {
    const stage = await setStage();
    const { page } = await stage.open('/settings', { lossy: true });
    const routes: WebSocketRoute[] = [];
    let there = true;
    await page.routeWebSocket(/.*/, (route) => {
      if (!there) return void route.close({ code: 1001 });
      route.connectToServer();
      routes.push(route);
    });
    await page.goto(stage.origin);
    await page.getByRole('heading', { name: benchText.empty.title }).waitFor();
    there = false;
    // It tries again by itself, and asks the door why it was not let in.
    const asked = page.waitForResponse((response) => response.status() === 426);
    await routes.at(-1)?.close({ code: 1001 });
    await page.getByText(appText.lost.title).waitFor();
    await asked;
    there = true;
    await page.getByText(appText.lost.title).waitFor({ state: 'detached' });
    await stage.addBoard();
    await tile(page, 'V1', benchText.words.ready).waitFor();
  });

  test('a page whose code cannot be had says so, and nothing else goes with it', async () => {
    const stage = await setStage();
    const window = await stage.open();
    const { page, trouble } = window;
    await page.getByRole('heading', { name: benchText.empty.title }).waitFor();
    await page.route('**/assets/*', (route) => route.abort());
    await place(page, 'devices').click();
    await page.getByRole('heading', { name: appText.broken.title }).waitFor();
    await place(page, 'bench').click();
    await page.getByRole('heading', { name: benchText.empty.title }).waitFor();
    await place(page, 'devices').click();
    await page.unroute('**/assets/*');
    await button(page, appText.broken.again).click();
    await page.getByRole('heading', { name: devicesText.title, exact: true }).waitFor();
    // The browser says what it could not fetch, and React what was thrown.
    expect(trouble.splice(0).length).toBeGreaterThan(0);
  });

  test('an address that cannot be read leads to a board that is not there', async () => {
    const stage = await setStage();
    const { page } = await stage.open('/provision/%25');
    await page.getByText(provisionText.words.gone, { exact: true }).first().waitFor();
  });

  test('a bench that was started anew lets a page in by its new link', async () => {
    const stage = await setStage();
    await stage.addBoard();
    const { page } = await stage.open('/', { lossy: true });
    await tile(page, 'V1', benchText.words.ready).waitFor();
    await stage.door.stop();
    await page.getByText(appText.lost.title).waitFor();
    await stage.door.start();
    await page.getByText(appText.lost.refused.title).waitFor();
    await page.goto(stage.link());
    await tile(page, 'V1', benchText.words.ready).waitFor();
    expect(await page.getByText(appText.lost.refused.title).count()).toBe(0);
  });

  test('the OTA server is stopped and started from its page', async () => {
    const stage = await setStage();
    const { page } = await stage.open();
    await place(page, 'updates').click();
    const { server } = updatesText;
    await button(page, server.start).click();
    await page.getByText(server.on).waitFor();
    const mac = '28cd10000001';
    expect((await stage.post('/register', { mac, ip: '10.0.0.9', app_type: 'skeleton' })).status).toBe(200);
    const log = page.getByRole('log', { name: updatesText.requests.title });
    await log.getByText('POST /register').waitFor();
    const { state } = stage.bench.ota;
    await button(page, server.stop).click();
    await page.getByText(server.off).waitFor();
    expect(state.status === 'on' && (await answers(state.port))).toBe(false);
    await button(page, server.start).click();
    await page.getByText(server.on).waitFor();
    expect((await stage.post('/heartbeat', { device_id: `iot-${mac}`, level: 3 })).status).toBe(200);
    await log.getByText('POST /heartbeat').waitFor();
  });
});

/** The job that the page shows. */
const jobOn = (page: Page): Promise<string | null> => page.locator('[data-job]').getAttribute('data-job');

const percentOn = async (page: Page): Promise<number> =>
  Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/iot/`).then(
    () => true,
    () => false,
  );
