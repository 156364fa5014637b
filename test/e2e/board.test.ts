/** The page of a board on its cable, as a person uses it: its console, its files, its difference from an app type. */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { createBoardFiles } from '../../main/boards/index.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { boardPath, type Section } from '../../renderer/features/board/section.ts';
import { benchText } from '../../renderer/text/bench.ts';
import { boardText } from '../../renderer/text/board.ts';
import { partsText } from '../../renderer/text/parts.ts';
import { buildGate, PATIENT } from './gate.ts';
import { button, describeWithBrowser, SITE, setStage, tile, useBrowser } from './support.ts';

const at = (board: VirtualBoard, section?: Section) => boardPath(board.path, section);

const onFlash = (board: VirtualBoard, name: string): string | undefined => {
  const bytes = board.flash.entries.get(name);
  return bytes == null ? undefined : new TextDecoder().decode(bytes);
};

const open = (page: Page) => page.getByText(boardText.console.state.open, { exact: true });
/** What stands in the terminal. */
const terminal = (page: Page) => page.locator('.xterm-rows');
const row = (page: Page, name: string) =>
  page
    .getByRole('list', { name: boardText.files.list })
    .getByRole('button', { name: new RegExp(`^${name}`) });
const editor = (page: Page, name: string) => page.getByLabel(boardText.file.editor(name));

async function toFiles(page: Page): Promise<void> {
  await button(page, boardText.files.gate.action).click();
  await page.getByRole('list', { name: boardText.files.list }).waitFor();
}

async function openFile(page: Page, name: string): Promise<void> {
  await row(page, name).click();
  await editor(page, name).click();
}

/** Types at the end of what is there. */
async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText(text);
}

describeWithBrowser('the page of a board', () => {
  useBrowser();

  test('its console is typed to, and a tile leads there', async () => {
    const stage = await setStage();
    await stage.addBoard();
    const { page } = await stage.open('/');
    await button(tile(page, 'V1', benchText.words.ready), boardText.open).click();
    await open(page).waitFor();
    await button(page, boardText.console.interrupt).click();
    await terminal(page).getByText('>>>').first().waitFor();
    await page.keyboard.type('print(6*7)\n');
    await terminal(page).getByText('42', { exact: true }).waitFor();
    // The way out of a part that takes Tab itself.
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
    // The first one closes the button's own tooltip.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await tile(page, 'V1', benchText.words.ready).waitFor();
  });

  test('what a board says does nothing but stand there, and answers no question of its own', async () => {
    const stage = await setStage();
    const board = await stage.addBoard();
    const { page } = await stage.open(at(board));
    await open(page).waitFor();
    await button(page, boardText.console.interrupt).click();
    await terminal(page).getByText('>>>').first().waitFor();
    const title = await page.title();
    // Python writes what the terminal reads: a question, a title, a link, the clipboard, markup.
    const says = [
      String.raw`\x1b[c\x1b[6n\x1b]11;?\x07`,
      String.raw`\x1b]0;owned\x07`,
      String.raw`\x1b]8;;javascript:alert(1)\x07press\x1b]8;;\x07`,
      String.raw`\x1b]52;c;b3duZWQ=\x07`,
      '<img src=x onerror=alert(2)>',
    ];
    await page.keyboard.type(`print("${says.join('')} seen", 3*14)\n`);
    await terminal(page).getByText('seen 42').waitFor();
    await page.keyboard.type('print("next", 2*11)\n');
    await terminal(page).getByText('next 22', { exact: true }).waitFor();
    expect(await page.title()).toBe(title);
    expect(await page.locator('main img, main .xterm a').count()).toBe(0);
    // An answer of the terminal would have been typed before what came next.
    await terminal(page).getByText('>>> print("next", 2*11)', { exact: true }).waitFor();
  });

  test('while a job has the board, the console shows and takes nothing, and the files wait', async () => {
    const stage = await setStage();
    await stage.bench.startOta();
    const board = await stage.addBoard(PATIENT);
    const gate = await buildGate(stage);
    const job = await stage.bench.provision({
      api: gate.api,
      port: board.path,
      recipe: {
        name: 'Skeleton',
        kind: null,
        appType: 'skeleton',
        install: 'platform',
        wifi: 'cable',
        identify: 'skip',
      },
      site: SITE,
    });
    const { page } = await stage.open(at(board));
    onTestFinished(() => gate.close());
    await gate.knocked;
    await page.getByText(boardText.console.line.working(boardText.who.provision ?? '')).waitFor();
    await terminal(page).getByText('boot: start').first().waitFor();
    for (const name of [boardText.console.interrupt, boardText.console.softReset, boardText.console.restart])
      expect(await button(page, name).isDisabled(), name).toBe(true);
    await page.getByText(boardText.sections.files, { exact: true }).click();
    expect(await button(page, boardText.files.gate.action).isDisabled()).toBe(true);
    await page.getByText(boardText.sections.compare, { exact: true }).click();
    expect(await button(page, boardText.compare.action).isDisabled()).toBe(true);
    gate.open();
    await stage.bench.jobs.finished(job);
    await page.getByText(boardText.sections.console, { exact: true }).click();
    await open(page).waitFor();
  });

  test('a file is changed, kept while it is not saved, saved and run', async () => {
    const stage = await setStage();
    const { board } = await stage.makeDevice();
    const { page } = await stage.open(at(board, 'files'));
    await toFiles(page);
    await openFile(page, 'app.py');
    await typeAtEnd(page, '\nprint("six times", 6 * 7)\n');
    await page.getByText(boardText.file.unsaved, { exact: true }).first().waitFor();
    // Elsewhere in the app and back: nobody loses it.
    await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click();
    await page.goBack();
    await toFiles(page);
    await openFile(page, 'app.py');
    // Only what is in sight is drawn.
    await page.keyboard.press('ControlOrMeta+End');
    await editor(page, 'app.py').getByText('"six times"').waitFor();
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByText(boardText.file.saved).waitFor();
    expect(onFlash(board, 'app.py')).toMatch(/\nprint\("six times", 6 \* 7\)\n$/);

    // What is run is what stands there, saved or not.
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('print("ran", 5 * 5)\nraise ValueError("on purpose")\n');
    await button(page, boardText.file.run).click();
    await page.getByText(boardText.file.ranBadly).waitFor();
    await page.getByText('ValueError: on purpose').first().waitFor();
    await terminal(page).getByText('ran 25').waitFor();
    expect(onFlash(board, 'app.py')).toMatch(/six times/);
    await button(page, boardText.file.revert).click();
    await editor(page, 'app.py').getByText('The smallest app').waitFor();

    // An endless one is stopped.
    await editor(page, 'app.py').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('print("for", "ever")\nwhile True:\n    pass\n');
    await button(page, boardText.file.run).click();
    await terminal(page).getByText('for ever').waitFor();
    await button(page, boardText.file.stop).click();
    await button(page, boardText.file.run).waitFor();
    await button(page, boardText.file.revert).click();
  });

  test('files come and go: made, uploaded, replaced, kept on this computer, removed', async () => {
    const stage = await setStage();
    const { board } = await stage.makeDevice();
    const { page } = await stage.open(at(board, 'files'));
    await toFiles(page);

    await button(page, boardText.files.add).click();
    await page.getByLabel(boardText.newFile.name).fill('lib/../boot.py');
    await button(page, boardText.newFile.create).click();
    await page.getByText(boardText.newFile.wrong.dots).waitFor();
    await page.getByLabel(boardText.newFile.name).fill('lib/größe 1.py');
    await button(page, boardText.newFile.create).click();
    await editor(page, 'lib/größe 1.py').click();
    await page.keyboard.insertText('SIZE = 1\n');
    await button(page, boardText.file.save).click();
    await page.getByText(boardText.file.saved).waitFor();
    expect(onFlash(board, 'lib/größe 1.py')).toBe('SIZE = 1\n');

    const bytes = Buffer.from([0, 1, 2, 255]);
    const files = page.locator('input[type=file]');
    await files.setInputFiles([{ name: 'blob.bin', mimeType: 'x/y', buffer: bytes }]);
    await page.getByText(boardText.upload.done(1, 0)).waitFor();
    expect(board.flash.entries.get('blob.bin')).toEqual(new Uint8Array(bytes));
    // Nothing is replaced without being named first.
    await files.setInputFiles([
      { name: 'blob.bin', mimeType: 'x/y', buffer: Buffer.concat([bytes, bytes]) },
      { name: 'more.txt', mimeType: 'text/plain', buffer: Buffer.from('more\r\n') },
    ]);
    const asks = page.getByRole('dialog', { name: boardText.upload.title(2) });
    await asks.getByText(boardText.upload.replaces(1)).waitFor();
    await asks.getByRole('row', { name: /blob\.bin.*Replaced/ }).waitFor();
    expect(board.flash.entries.get('blob.bin')).toHaveLength(4);
    await button(asks, boardText.upload.action(2)).click();
    await page.getByText(boardText.upload.done(2, 0)).waitFor();
    expect(board.flash.entries.get('blob.bin')).toHaveLength(8);

    await row(page, 'blob.bin').click();
    await page.getByText(boardText.file.bytes).waitFor();
    const download = page.waitForEvent('download');
    await button(page, boardText.file.download).click();
    const kept = await download;
    expect(kept.suggestedFilename()).toBe('blob.bin');
    expect(await readFile(await kept.path())).toEqual(Buffer.concat([bytes, bytes]));

    // Lines that end in CR LF still do after a change.
    await openFile(page, 'more.txt');
    await typeAtEnd(page, 'and more\n');
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByText(boardText.file.saved).waitFor();
    expect(onFlash(board, 'more.txt')).toBe('more\r\nand more\r\n');

    await button(page, boardText.files.remove('lib')).click();
    const sure = page.getByRole('dialog', { name: boardText.remove.title('lib') });
    await sure.getByText(boardText.remove.folder).waitFor();
    await button(sure, boardText.remove.keep).click();
    await button(page, boardText.files.remove('lib')).click();
    await button(sure, boardText.remove.action).click();
    await sure.waitFor({ state: 'hidden' });
    await row(page, 'lib').waitFor({ state: 'detached' });
    expect(onFlash(board, 'lib/größe 1.py')).toBeUndefined();

    // Its program was stopped for all that, and is started again.
    await page.getByText(boardText.files.stopped).waitFor();
    await button(page, boardText.files.restart).click();
    await page.getByText(boardText.files.runs).waitFor();
    await terminal(page).getByText('boot: start').last().waitFor();
  });

  test('what differs from an app type is shown, repaired, and made an app type of its own', async () => {
    const stage = await setStage();
    // The board takes its app.py from the server and starts anew whenever it likes: behind a bridge its port stays meanwhile.
    const { board } = await stage.makeDevice({ kind: 'esp32' });
    const wanted = onFlash(board, 'app.py');
    await createBoardFiles(stage.bench.boards).write(board.path, [
      { name: 'app.py', content: new TextEncoder().encode('broken = 1\n') },
      { name: 'old.py', content: new TextEncoder().encode('old = 1\n') },
    ]);
    const { page } = await stage.open(at(board, 'compare'));
    const text = boardText.compare;
    await button(page, text.action).click();
    const table = page.getByRole('table', { name: text.table('skeleton') });
    const change = (name: string, word: string) =>
      table.getByRole('row', { name: new RegExp(`^${name} .*${word}$`) });
    await change('app.py', partsText.change.replaced).waitFor();
    await change('platform.py', partsText.change.same).waitFor();
    await table.getByRole('checkbox', { name: text.takeAway('old.py') }).check();
    await page.getByText(text.will(1, 1)).waitFor();
    await button(page, text.repair).click();
    await page.getByText(boardText.job.repair.done).waitFor();
    await change('app.py', partsText.change.same).waitFor();
    expect(onFlash(board, 'app.py')).toBe(wanted);
    expect(onFlash(board, 'old.py')).toBeUndefined();

    await page.getByLabel(boardText.golden.name).fill('Green House');
    await button(page, boardText.golden.action).click();
    await page.getByText(boardText.golden.wrong).waitFor();
    await page.getByLabel(boardText.golden.name).fill('greenhouse');
    await button(page, boardText.golden.action).click();
    await page.getByText(boardText.job.golden.done).waitFor();
    // A secret stays on the board, and it is said.
    await page.getByText(`wifi.json: ${boardText.golden.why.secret}`).waitFor();
    await access(join(stage.bench.home.ota, 'boot', 'greenhouse', 'app.py'));
    await button(page, boardText.golden.toRecipes).click();
    await page.getByRole('row', { name: /^greenhouse / }).waitFor();
  });
});
