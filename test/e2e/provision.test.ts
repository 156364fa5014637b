/** From an empty bench to PASS, as a person does it: with a mouse, with a mistake, with only a keyboard. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { benchText } from '../../renderer/text/bench.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { provisionText } from '../../renderer/text/provision.ts';
import {
  button,
  describeWithBrowser,
  inkOf,
  network,
  onlyBoard,
  SITE,
  sayBlinked,
  setStage,
  tile,
  toNetworks,
  useBrowser,
  watchBlinks,
} from './support.ts';

/** Presses Tab until this is in focus, as far as a person would look for it. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = button(page, name);
  await wanted.waitFor();
  for (let presses = 0; presses < 40; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`"${name}" cannot be reached with Tab`);
}

describeWithBrowser('provisioning in the browser', () => {
  useBrowser();

  test('from an empty bench to a green tile', async () => {
    const stage = await setStage();
    const { page } = await stage.open();
    await page.getByRole('heading', { name: benchText.empty.title }).waitFor();
    await button(page, benchText.addPico).click();
    await tile(page, 'V1', benchText.words.ready).waitFor();
    const eyes = watchBlinks(onlyBoard(stage));
    await toNetworks(page);
    await button(page, provisionText.wifi.provision).click();
    await sayBlinked(page, eyes);
    await page.getByText('PASS', { exact: true }).first().waitFor();
    for (const { title } of Object.values(provisionText.passed.proofs))
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
    await button(page, provisionText.toBench).click();
    const done = tile(page, 'V1', benchText.words.pass);
    await done.waitFor();
    expect(await done.getAttribute('data-state')).toBe('pass');
    const [red = 0, green = 0, blue = 0] = await inkOf(done.getByRole('heading').locator('span').first());
    expect(green).toBeGreaterThan(Math.max(red, blue));
    eyes.close();
  });

  test('a wrong Wi-Fi password is told as such, and the right one goes on from there', async () => {
    const stage = await setStage();
    const board = await stage.addBoard();
    const eyes = watchBlinks(board);
    const { page } = await stage.open();
    await toNetworks(page);
    await network(page, SITE.ssid).click();
    const password = page.getByLabel(provisionText.wifi.password(SITE.ssid), { exact: true });
    await password.fill('not-the-password');
    await button(page, provisionText.wifi.provision).click();
    const { sentence } = describeFailure({ code: 'wifi-wrong-password', params: { ssid: SITE.ssid } });
    await page.getByText(sentence).first().waitFor();
    await password.fill(SITE.password);
    await button(page, provisionText.wifi.tryThis).click();
    await sayBlinked(page, eyes);
    await page.getByText('PASS', { exact: true }).first().waitFor();
    eyes.close();
  });

  test('with the keyboard alone', async () => {
    const stage = await setStage();
    const { page } = await stage.open();
    await tabTo(page, benchText.addEsp32);
    await page.keyboard.press('Enter');
    await tile(page, 'V1', benchText.words.ready).waitFor();
    const eyes = watchBlinks(onlyBoard(stage));
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await tabTo(page, provisionText.recipe.next);
    await page.keyboard.press('Enter');
    await network(page, SITE.ssid).waitFor();
    await tabTo(page, provisionText.wifi.provision);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: provisionText.blink.title }).waitFor();
    await eyes.seen(5, AbortSignal.timeout(40_000));
    await tabTo(page, provisionText.blink.yes);
    await page.keyboard.press('Enter');
    await page.getByText('PASS', { exact: true }).first().waitFor();
    await tabTo(page, provisionText.toBench);
    await page.keyboard.press('Enter');
    await tile(page, 'V1', benchText.words.pass).waitFor();
    eyes.close();
  });
});
