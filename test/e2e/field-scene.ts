/** Devices that lost their Wi-Fi, before a browser. */
import type { Page } from 'playwright-core';
import { fieldText } from '../../renderer/text/field.ts';
import { button, SITE, type Stage } from './support.ts';

export const deviceNetwork = (mac: string): string => `IoT-${mac.slice(-6)}`;

/** A proven device that stands in AP fallback. */
export async function lostDevice(stage: Stage) {
  const { deviceId, board } = await stage.makeDevice();
  const { bench } = stage;
  await bench.jobs.finished(bench.factoryReset(bench.registry.find(deviceId)));
  return { deviceId, board, ssid: deviceNetwork(board.identity.mac) };
}

/** From the list of devices to the list of networks that this one hears. */
export async function toHandOver(page: Page, ssid: string): Promise<void> {
  await page
    .getByRole('radiogroup', { name: fieldText.list.title })
    .locator('label')
    .filter({ hasText: ssid })
    .click();
  await button(page, fieldText.start.join(ssid)).click();
  await page.getByRole('heading', { name: fieldText.hand.title }).waitFor();
}

/** Types the password of the site, and hands over. */
export async function handOver(page: Page, action: string = fieldText.hand.give): Promise<void> {
  await page
    .getByRole('radiogroup', { name: fieldText.hand.title })
    .locator('label')
    .filter({ has: page.getByText(SITE.ssid, { exact: true }) })
    .click();
  await page.getByLabel(fieldText.hand.password(SITE.ssid), { exact: true }).fill(SITE.password);
  await button(page, action).click();
}
