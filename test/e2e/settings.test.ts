/** What a person tells the bench once: added, changed, taken away, and what is wrong said where it is. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { deviceText } from '../../renderer/text/devices.ts';
import { settingsText } from '../../renderer/text/settings.ts';
import { updatesText } from '../../renderer/text/updates.ts';
import { button, describeWithBrowser, setStage, useBrowser } from './support.ts';

useBrowser();

const { recipes, sites, ota } = settingsText;
const { config } = deviceText;
const table = (page: Page, name: string) => page.getByRole('table', { name });

describeWithBrowser('Settings', () => {
  test('a recipe is made, renamed and taken away; what is wrong stands at its field', async () => {
    const stage = await setStage();
    const { page } = await stage.open('/settings');
    await button(page, recipes.add).click();
    // The field has the focus from the start.
    await page.keyboard.type('Skeleton');
    await page.keyboard.press('Enter');
    await page.getByText(recipes.wrong.exists).waitFor();
    const name = page.getByLabel(recipes.fields.name, { exact: true });
    await name.fill('');
    await page.getByText(recipes.wrong.nameless).waitFor();
    await name.fill('Hall 3');
    await button(page, recipes.save).click();
    await table(page, recipes.title).getByText('Hall 3').waitFor();
    await button(page, recipes.editNamed('Hall 3')).click();
    await name.fill('Hall 4');
    await page.keyboard.press('Enter');
    await table(page, recipes.title).getByText('Hall 4').waitFor();
    const names = () => stage.bench.settings.present().recipes.map((recipe) => recipe.name);
    await expect.poll(names).toEqual(['Hall 4', 'Skeleton']);
    await button(page, recipes.removeNamed('Hall 4')).click();
    await expect.poll(names).toEqual(['Skeleton']);
  });

  test('a recipe gets settings of its app; what is wrong stands at its row', async () => {
    const stage = await setStage();
    const { page } = await stage.open('/settings');
    await button(page, recipes.editNamed('Skeleton')).click();
    await page.getByLabel(recipes.presets.use).check();
    const name = page.getByLabel(recipes.fields.name, { exact: true });
    const row = (at: number, label: string) => page.getByLabel(label, { exact: true }).nth(at);
    await row(0, config.key).fill('every_ms');
    await row(0, config.value).fill('half a second');
    await button(page, recipes.save).click();
    await page.getByText(config.problems['no-json']).waitFor();
    await row(0, config.value).fill('500');
    await button(page, config.add).click();
    await row(1, config.key).fill('name');
    await row(1, config.value).fill('"Hall 3"');
    await button(page, recipes.save).click();
    const kept = () => stage.bench.settings.present().recipes.map((recipe) => recipe.config);
    await expect.poll(kept).toEqual([{ every_ms: 500, name: 'Hall 3' }]);
    await button(page, recipes.editNamed('Skeleton')).click();
    expect(await row(1, config.value).inputValue()).toBe('"Hall 3"');
    // The rows that are there take the focus from nobody.
    await name.and(page.locator(':focus')).waitFor();
    await page.getByLabel(recipes.presets.use).uncheck();
    await button(page, recipes.save).click();
    await expect.poll(kept).toEqual([undefined]);
  });

  test('a site is added, gets another password, and goes', async () => {
    const stage = await setStage();
    const { page } = await stage.open('/settings');
    await page.getByText(sites.none.title).waitFor();
    await button(page, sites.add).click();
    await page.getByLabel(sites.ssid).fill('Workshop');
    const password = page.getByLabel(sites.password, { exact: true });
    await password.fill('short');
    await button(page, sites.save).click();
    await page.getByText(sites.wrong.password).waitFor();
    await password.fill('long enough');
    await page.keyboard.press('Enter');
    await table(page, sites.title).getByText(sites.secret.known).waitFor();
    expect(stage.bench.settings.passwordOf('Workshop')).toBe('long enough');
    await button(page, sites.editNamed('Workshop')).click();
    await page.getByLabel(sites.open).check();
    await button(page, sites.save).click();
    await table(page, sites.title).getByText(sites.secret['none-needed']).waitFor();
    expect(stage.bench.settings.passwordOf('Workshop')).toBe('');
    await button(page, sites.removeNamed('Workshop')).click();
    await page.getByText(sites.none.title).waitFor();
  });

  test('the server gets an address that real boards reach, and is started anew there', async () => {
    const stage = await setStage();
    await stage.bench.startOta();
    const { page } = await stage.open('/updates');
    await page.getByRole('link', { name: updatesText.server.toSettings }).click();
    await page.getByText(ota.virtualOnly.title).waitFor();
    const port = page.getByLabel(ota.port, { exact: true });
    expect(await port.inputValue()).toBe('0');
    await page.getByRole('radio', { name: ota.reach.everywhere.title }).check();
    expect(await port.inputValue()).toBe('8266');
    expect(await page.getByText(ota.virtualOnly.title).count()).toBe(0);
    // Any free one: another program of this computer may have the usual.
    await port.fill('0x1');
    await page.getByText(ota.wrongPort).waitFor();
    expect(await button(page, ota.save).isDisabled()).toBe(true);
    await port.fill('0');
    await button(page, ota.save).click();
    await page.getByText(ota.saved).waitFor();
    await button(page, ota.elsewhere.action).click();
    await expect.poll(() => stage.bench.ota.state).toMatchObject({ status: 'on', host: '0.0.0.0' });
    expect(await button(page, ota.elsewhere.action).count()).toBe(0);
  });
});
