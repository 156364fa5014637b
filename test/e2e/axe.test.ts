/** Every page, light and dark, by the rules of axe: nothing that shuts somebody out. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boardPath } from '../../renderer/features/board/section.ts';
import { boardText } from '../../renderer/text/board.ts';
import { fieldText } from '../../renderer/text/field.ts';
import { canRunChromium } from '../capabilities.ts';
import { silentBoard, toFinding, toLoaderQuestion } from './doctor-scene.ts';
import { lostDevice, toHandOver } from './field-scene.ts';
import { type BusyBench, busyBench, pagesOf } from './scenes.ts';
import { buildStage, button, describeWithBrowser, type Stage, settled, useBrowser } from './support.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly rule: string;
  readonly where: string;
  readonly why: string;
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

async function findings(page: Page, only: readonly string[]): Promise<Finding[]> {
  const options = JSON.stringify({ resultTypes: ['violations'], runOnly: only });
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  // It looked at something.
  expect(passes.length).toBeGreaterThan(0);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => ({
        rule: id,
        where: `${node.target.join(' ')}  ${node.html.slice(0, 140)}`,
        why: node.any.map(({ message }) => message).join('; '),
      })),
    );
}

/** The page as it stands, by all the rules; what is dark differs in nothing but its colours. */
async function seen(page: Page): Promise<{ readonly light: Finding[]; readonly dark: Finding[] }> {
  await page.evaluate(AXE);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await findings(page, RULES);
  await page.emulateMedia({ colorScheme: 'dark' });
  return { light, dark: await findings(page, ['color-contrast']) };
}

describeWithBrowser('accessibility', () => {
  useBrowser();
  let stage: Stage;
  let scene: BusyBench;
  beforeAll(async () => {
    if (!canRunChromium) return;
    stage = await buildStage();
    scene = await busyBench(stage);
  });
  afterAll(async () => {
    await scene?.close();
    await stage?.close();
  });

  // Some twenty pages, each by all the rules: a minute and a half on a busy computer.
  test('no page shuts anybody out, light or dark', { timeout: 300_000 }, async () => {
    const { page, close } = await stage.open();
    const all: Record<string, Finding[]> = {};
    for (const [name, path] of Object.entries(pagesOf(scene))) {
      await page.goto(`${stage.origin}${path}`);
      await settled(page);
      for (const [colorScheme, found] of Object.entries(await seen(page)))
        if (found.length > 0) all[`${name} ${colorScheme}`] = found;
    }
    await close();
    expect(all).toEqual({});
  });

  test('nor does a visit to a device, by itself and by hand', async () => {
    const { ssid } = await lostDevice(stage);
    const { page, close } = await stage.open('/field');
    const found: Finding[] = [];
    const look = async () => void found.push(...Object.values(await seen(page)).flat());
    await toHandOver(page, ssid);
    await look();
    await button(page, fieldText.promise.goBack).click();
    await page.getByText(fieldText.outcome.cancelledUntold).waitFor();
    await look();
    await button(page, fieldText.outcome.toList).click();
    await page.getByText(fieldText.start.modes.manual, { exact: true }).click();
    await button(page, fieldText.start.begin).click();
    await page.getByRole('img', { name: fieldText.guide.qrLabel(ssid) }).waitFor();
    await look();
    await button(page, fieldText.promise.stop).click();
    await page.getByText(fieldText.outcome.cancelledUntold).waitFor();
    await close();
    expect(found).toEqual([]);
  });

  test('nor does the doctor, with what it found and what it asks', async () => {
    const { page, close } = await stage.open(await silentBoard(stage));
    const found: Finding[] = [];
    const look = async () => void found.push(...Object.values(await seen(page)).flat());
    await toFinding(page);
    await look();
    await toLoaderQuestion(page);
    await look();
    await close();
    expect(found).toEqual([]);
  });

  test('nor does a board’s page with its files, a file and a comparison open', async () => {
    const { page, close } = await stage.open(boardPath(scene.boards.pass.path, 'files'));
    const found: Finding[] = [];
    const look = async () => void found.push(...Object.values(await seen(page)).flat());
    await button(page, boardText.files.gate.action).click();
    await page.getByRole('button', { name: /^app\.py/ }).click();
    await page.getByLabel(boardText.file.editor('app.py')).click();
    await page.keyboard.insertText('not = saved\n');
    await button(page, boardText.file.run).click();
    await page.getByText(boardText.file.ranBadly).waitFor();
    await look();
    await button(page, boardText.files.remove('app.py')).click();
    await page.getByRole('dialog').waitFor();
    await look();
    await button(page, boardText.remove.keep).click();
    await button(page, boardText.file.revert).click();
    await page.getByText(boardText.sections.compare, { exact: true }).click();
    await button(page, boardText.compare.action).click();
    await page.getByRole('table').waitFor();
    await look();
    await close();
    expect(found).toEqual([]);
  });
});
