/** The doctor in a real browser: what costs a board its program is asked first, and truly done. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { doctorPath } from '../../renderer/features/doctor/path.ts';
import { doctorText } from '../../renderer/text/doctor.ts';
import { toLoaderQuestion } from './doctor-scene.ts';
import { button, describeWithBrowser, setStage, useBrowser } from './support.ts';

const focusOn = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

describeWithBrowser('the doctor', () => {
  useBrowser();

  test('puts a board into its bootloader, once a person has said so', async () => {
    const stage = await setStage();
    const { path } = await stage.addBoard({ kind: 'pico' });
    const { page } = await stage.open(doctorPath(path));
    await toLoaderQuestion(page);
    // A dialog takes the focus a moment after it is there.
    await expect.poll(() => focusOn(page)).toBe(doctorText.bootloader.keep);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: doctorText.bootloader.action, exact: true })
      .click();
    await page.getByText('loader-entered', { exact: true }).waitFor();
    expect((await stage.bench.ports.list()).map(({ loader }) => loader?.type)).toEqual(['bootsel']);
    // What was pressed is gone; who works by keys goes on beside it.
    await expect.poll(() => focusOn(page)).toBe(doctorText.again);
    await button(page, doctorText.bootloader.action).waitFor({ state: 'detached' });
  });
});
