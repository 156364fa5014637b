/** The doctor in a real browser: what costs a board its program is asked first, and truly done. */
import { expect, test } from 'vitest';
import { doctorPath } from '../../renderer/features/doctor/path.ts';
import { doctorText } from '../../renderer/text/doctor.ts';
import { toLoaderQuestion } from './doctor-scene.ts';
import { button, describeWithBrowser, setStage, useBrowser } from './support.ts';

describeWithBrowser('the doctor', () => {
  useBrowser();

  test('puts a board into its bootloader, once a person has said so', async () => {
    const stage = await setStage();
    const { path } = await stage.addBoard({ kind: 'pico' });
    const { page } = await stage.open(doctorPath(path));
    await toLoaderQuestion(page);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(doctorText.bootloader.keep);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: doctorText.bootloader.action, exact: true })
      .click();
    await page.getByText('loader-entered', { exact: true }).waitFor();
    expect((await stage.bench.ports.list()).map(({ loader }) => loader?.type)).toEqual(['bootsel']);
    // What was pressed is gone; who works by keys goes on beside it.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(doctorText.again);
    await button(page, doctorText.bootloader.action).waitFor({ state: 'detached' });
  });
});
