/** One device on its page: asked to blink, given a new file, restarted, reset. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deviceText } from '../../renderer/text/devices.ts';
import { partsText } from '../../renderer/text/parts.ts';
import { button, describeWithBrowser, setStage, useBrowser, watchBlinks } from './support.ts';

describeWithBrowser('a device in the browser', () => {
  useBrowser();

  test('identify, a new file taken at a restart, factory reset', async () => {
    const stage = await setStage();
    const { deviceId, board } = await stage.makeDevice();
    const { page } = await stage.open(`/devices/${deviceId}`);

    const eyes = watchBlinks(board);
    await button(page, deviceText.actions.identify).click();
    await eyes.seen(5, AbortSignal.timeout(40_000));
    eyes.close();
    await page.getByText(deviceText.blinked(deviceText.neopixels(8))).waitFor();

    const files = page.getByRole('table', { name: deviceText.files.title });
    await files.waitFor();
    expect(await files.getByText('extra.py').count()).toBe(0);
    await writeFile(join(stage.bench.home.ota, 'boot', 'skeleton', 'extra.py'), 'LEVEL = 3\n');
    const row = files.getByRole('row').filter({ hasText: 'extra.py' });
    await row.getByText(partsText.change.added).waitFor();

    const restarted = new Promise<void>((resolve) => {
      const stop = board.onEvent((event) => {
        if (event.type !== 'reset') return;
        stop();
        resolve();
      });
    });
    await button(page, deviceText.actions.restart).click();
    await restarted;
    await row.getByText(partsText.change.same).waitFor();
    await page.getByText(deviceText.files.trialHelp).waitFor();
    expect(Object.keys(stage.bench.registry.get(deviceId)?.files ?? {})).toContain('extra.py');

    await page.locator('button:enabled', { hasText: deviceText.actions.reset }).click();
    const dialog = page.getByRole('dialog');
    const confirm = button(dialog, deviceText.reset.action);
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(deviceId.slice(-4));
    await confirm.click();
    await page.getByText(deviceText.reset.heard(`IoT-${deviceId.slice(-6).toUpperCase()}`)).waitFor();
  });
});
