/** The page of the doctor at a board that is in trouble. */
import type { Page } from 'playwright-core';
import { doctorPath } from '../../renderer/features/doctor/path.ts';
import { doctorText } from '../../renderer/text/doctor.ts';
import { button, type Stage } from './support.ts';

/** A board whose firmware is none, and says nothing. Gives the page's path. */
export async function silentBoard(stage: Stage): Promise<string> {
  return doctorPath((await stage.addBoard({ kind: 'esp32', firmware: 'silent' })).path);
}

/** Lets the doctor look, until it has found something; what is found has a heading. */
export async function toFinding(page: Page): Promise<void> {
  await button(page, doctorText.look).click();
  await page.getByRole('region', { name: doctorText.found }).getByRole('heading').first().waitFor();
}

export async function toLoaderQuestion(page: Page): Promise<void> {
  await button(page, doctorText.bootloader.action).click();
  await page.getByRole('dialog', { name: doctorText.bootloader.title }).waitFor();
}

/** Its question is answered with no. */
export async function leaveIt(page: Page): Promise<void> {
  await button(page, doctorText.bootloader.keep).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
