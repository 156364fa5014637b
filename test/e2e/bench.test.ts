/** The Bench page as it is laid out by a real browser, in the smaller of the usual windows. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { boardPath, SECTIONS } from '../../renderer/features/board/section.ts';
import { benchText } from '../../renderer/text/bench.ts';
import { provisionPath } from './scenes.ts';
import { describeWithBrowser, SITE, setStage, settled, tile, useBrowser } from './support.ts';

const viewport = { width: 1280, height: 800 };

/** Whether all of its text is drawn. */
const isWhole = (part: Locator) =>
  part.evaluateAll((parts) =>
    parts.every((one) => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight),
  );

const pageHeight = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);

describeWithBrowser('the bench', () => {
  useBrowser();

  test('without boards is seen as a whole, and nothing lies over its title', async () => {
    const stage = await setStage();
    const { page } = await stage.open('/', { viewport });
    await page.getByRole('heading', { level: 1, name: benchText.empty.title }).waitFor();
    await settled(page);
    expect(await pageHeight(page)).toBe(viewport.height);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const title = page.getByRole('heading', { level: 1 });
    const { x, y, width, height } = (await title.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const over = await page.evaluate(
      ([left, right, middle]) =>
        [left, right].map((at) => document.elementFromPoint(at ?? 0, middle ?? 0)?.tagName),
      [x + 1, x + width - 1, y + height / 2],
    );
    expect(over).toEqual(['H1', 'H1']);
  });

  test('says its states in full, and keeps the tiles and actions of a row on one line', async () => {
    const stage = await setStage();
    const failed = await stage.addBoard({ kind: 'esp32' });
    await stage.addBoard();
    await stage.addBoard({ kind: 'esp32' });
    const recipe = {
      name: 'Skeleton',
      kind: null,
      appType: 'skeleton',
      install: 'platform',
      wifi: 'cable',
      identify: 'skip',
    } as const;
    const job = await stage.bench.provision({
      port: failed.path,
      recipe,
      site: { ...SITE, password: 'not-the-password' },
    });
    await stage.bench.jobs.finished(job);
    const { page } = await stage.open('/', { viewport });
    await tile(page, 'V1', benchText.failAt(2)).waitFor();
    await tile(page, 'V3', benchText.words.ready).waitFor();
    await settled(page);
    expect(await isWhole(page.locator('main article h2, main article h2 *'))).toBe(true);
    expect(await isWhole(page.locator('main article header p'))).toBe(true);
    const places = (selector: string) =>
      page.locator(selector).evaluateAll((all) =>
        all.map((one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return `${Math.round(top)} ${Math.round(bottom)}`;
        }),
      );
    for (const selector of ['main article', 'main article footer', 'main article ol']) {
      const found = await places(selector);
      expect(found, selector).toHaveLength(3);
      expect(new Set(found).size, `${selector}: ${found}`).toBe(1);
    }
  });

  test('no page goes beyond a narrow window, or one with text at twice its size', async () => {
    const stage = await setStage();
    const board = await stage.addBoard();
    const { page } = await stage.open('/', { viewport: { width: 640, height: 400 } });
    await tile(page, 'V1', benchText.words.ready).waitFor();
    const own = SECTIONS.map((section) => boardPath(board.path, section));
    for (const path of ['/', provisionPath(board), ...own, '/devices', '/updates', '/settings']) {
      await page.goto(`${stage.origin}${path}`);
      await settled(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(640);
    }
  });
});
