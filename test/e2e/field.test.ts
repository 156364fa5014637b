/** A technician at a device that lost its Wi-Fi: by the program's hand, by his own, called off, and by cable. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { appText } from '../../renderer/text/app.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { fieldText } from '../../renderer/text/field.ts';
import { handOver, lostDevice, toHandOver } from './field-scene.ts';
import { button, describeWithBrowser, place, SITE, setStage, useBrowser } from './support.ts';

const alive = (page: Page, deviceId: string) =>
  page.getByRole('heading', { name: fieldText.outcome.alive(deviceId, SITE.ssid) });

describeWithBrowser('field setup in the browser', () => {
  useBrowser();

  test('joins, survives a reload, hands over, comes home, and the device is alive', async () => {
    const stage = await setStage({ heartbeatIntervalMs: 500 });
    const { deviceId, ssid } = await lostDevice(stage);
    const { page } = await stage.open();
    await place(page, 'field').getByText(appText.waits.field(1)).waitFor({ state: 'attached' });
    await place(page, 'field').click();
    await page.getByText(fieldText.promise.automatic('Office-5G')).waitFor();
    await toHandOver(page, ssid);
    await page.getByText(appText.server.whileOn(ssid)).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: fieldText.hand.title }).waitFor();
    expect(await page.getByRole('timer').textContent()).toMatch(/^[123]:\d\d$/);
    await page
      .getByText(fieldText.device.reasons['no-credentials'] ?? '')
      .first()
      .waitFor();
    await button(page, fieldText.hand.again).click();
    await page.getByRole('heading', { name: fieldText.hand.title }).waitFor();
    await handOver(page);
    await alive(page, deviceId).waitFor();
    expect(stage.bench.virtual?.laptop.stay).toBeNull();
    await button(page, fieldText.outcome.status).click();
    await page.getByRole('heading', { name: fieldText.outcome.statusTitle }).waitFor();
    await button(page, fieldText.outcome.openDevice).click();
    await page.getByRole('heading', { name: deviceId }).waitFor();
  });

  test('"Go back now" comes home, and the device was told nothing', async () => {
    const stage = await setStage();
    const { ssid, board } = await lostDevice(stage);
    const { page } = await stage.open('/field');
    await toHandOver(page, ssid);
    expect(stage.bench.virtual?.laptop.stay).not.toBeNull();
    await button(page, fieldText.promise.goBack).click();
    await page.getByText(fieldText.outcome.cancelledUntold).waitFor();
    expect(stage.bench.virtual?.laptop.stay).toBeNull();
    expect(board.flash.text('wifi.json')).toBeUndefined();
    await button(page, fieldText.outcome.toList).click();
    await button(page, fieldText.start.join(ssid)).waitFor();
    // What was read does not come back.
    await page.reload();
    await button(page, fieldText.start.join(ssid)).waitFor();
  });

  test('by hand: the network large and as a code, then it goes on by itself, both ways', async () => {
    const stage = await setStage({ heartbeatIntervalMs: 500 });
    const { deviceId, ssid } = await lostDevice(stage);
    const { page } = await stage.open('/field');
    await page.getByText(fieldText.start.modes.manual, { exact: true }).click();
    await button(page, fieldText.start.begin).click();
    await page.getByRole('img', { name: fieldText.guide.qrLabel(ssid) }).waitFor();
    const stay = await stage.bench.virtual?.laptop.join({ ssid });
    await page.getByRole('heading', { name: fieldText.hand.title }).waitFor();
    await handOver(page, fieldText.hand.giveManual);
    await page.getByRole('heading', { name: fieldText.guide.back('Office-5G') }).waitFor();
    await stay?.leave();
    await alive(page, deviceId).waitFor();
  });

  test('by cable: the board tries it, and keeps what it had when it does not come in', async () => {
    const stage = await setStage();
    const { board } = await stage.makeDevice();
    const before = board.flash.text('wifi.json');
    const { page } = await stage.open('/field');
    await button(page, fieldText.cable.open).click();
    await button(page, fieldText.cable.listen).click();
    const networks = page.getByRole('radiogroup', { name: fieldText.cable.hears });
    await networks.getByText(SITE.ssid, { exact: true }).waitFor();
    const password = page.getByLabel(fieldText.hand.password(SITE.ssid), { exact: true });
    await password.fill('not-the-password');
    await button(page, fieldText.cable.give).click();
    const { sentence } = describeFailure({ code: 'wifi-wrong-password', params: { ssid: SITE.ssid } });
    await page.getByRole('heading', { name: sentence }).waitFor();
    expect(board.flash.text('wifi.json')).toBe(before);
    await button(page, fieldText.cable.another).click();
    await password.fill(SITE.password);
    await button(page, fieldText.cable.give).click();
    await page.getByRole('heading', { name: fieldText.cable.joined(SITE.ssid) }).waitFor();
  });
});
