import { describe, expect, it } from 'vitest';
import { scripted } from './scripted.ts';
import { diagnose } from './support.ts';

const ROM = 'ets Jun  8 2016 00:22:57\r\n\r\n';
const WDT = `${ROM}rst:0x10 (RTCWDT_RTC_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\nconfigsip: 0, SPIWP:0xee\r\n`;
const DOWNLOAD = `${ROM}rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n`;
const S3_DOWNLOAD =
  'ESP-ROM:esp32s3-20210327\r\nBuild:Mar 27 2021\r\nrst:0x1 (POWERON),boot:0x0 (DOWNLOAD(USB/UART0))\r\nwaiting for download\r\n';
const IDF =
  'I (31) boot: ESP-IDF v5.2.1 2nd stage bootloader\r\nI (31) boot: compile time Mar 20 2024\r\nI (320) app_init: Project name: blink\r\n';
const CORRUPT =
  'The filesystem appears to be corrupted. If you had important data there, you\r\nmay want to make a flash snapshot to try to recover it.\r\n';

describe('what a board in trouble says is understood', () => {
  it.each([
    ['too little power', `${ROM}\r\nBrownout detector was triggered\r\n\r\n`, 'brown-out'],
    ['too little power, told by the ROM', 'rst:0xf (RTCWDT_BROWN_OUT_RESET),boot:0x13\r\n', 'brown-out'],
    ['download mode', DOWNLOAD, 'download-mode'],
    ['download mode of a newer chip', S3_DOWNLOAD, 'download-mode'],
    ['an empty flash', `${WDT}invalid header: 0xffffffff\r\n`.repeat(3), 'flash-empty'],
    [
      'a flash that cannot be read',
      `${ROM}rst:0x10 (RTCWDT_RTC_RESET)\r\nflash read err, 1000\r\n`,
      'flash-empty',
    ],
    ['a corrupt file system', CORRUPT, 'filesystem-corrupt'],
    ['a watchdog loop', WDT.repeat(3), 'boot-loop'],
    ['ESP-IDF', IDF, 'other-firmware'],
    ['Arduino', '[  1021][E][main.cpp:17] setup(): no sensor\r\n', 'other-firmware'],
    [
      'CircuitPython',
      'Adafruit CircuitPython 9.2.1 on 2024-11-20; Raspberry Pi Pico W\r\n',
      'other-firmware',
    ],
  ])('%s', async (_, says, code) => {
    const port = scripted({ says });
    // What it says is enough: asking it would tell nothing else.
    expect((await diagnose(port, { reach: 'listen' })).codes).toEqual([code]);
  });

  it('a panic is named, and how often it came', async () => {
    const panic = `${ROM}rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\nGuru Meditation Error: Core  1 panic'ed (LoadProhibited). Exception was unhandled.\r\nRebooting...\r\n`;
    const { findings, heard } = await diagnose(scripted({ says: panic.repeat(2) }));
    expect(findings).toMatchObject([{ code: 'boot-loop', params: { cause: 'LoadProhibited', times: 2 } }]);
    expect(heard.at(-1)).toBe('Rebooting...');
  });

  it('one start is no loop, and what came before its REPL is no other firmware', async () => {
    const ill = await diagnose(scripted({ says: WDT }), { reach: 'listen' });
    expect(ill.codes).toEqual(['not-asked']);
    const port = scripted({ says: `${IDF}MicroPython v1.23.0 on 2024-06-02\r\n>>> ` });
    expect((await diagnose(port)).codes).toEqual(['program-holds']);
  });

  it('AT firmware is known by its answer', async () => {
    const port = scripted({ answers: () => '\r\nERROR\r\n' });
    expect((await diagnose(port)).codes).toEqual(['at-firmware']);
  });

  it('a port that comes and goes', async () => {
    const info = { vendorId: '2e8a', productId: '0005', serialNumber: 'a' };
    const { codes, findings } = await diagnose(scripted({ info, flaps: 5 }), { reach: 'listen' });
    expect(codes).toEqual(['port-flaps']);
    expect(findings[0]?.params).toMatchObject({ times: 2 });
  });

  it('one that says nothing is silent, one that talks on holds the board', async () => {
    expect((await diagnose(scripted({}))).codes).toEqual(['silent']);
    expect((await diagnose(scripted({ says: 'temperature 21.5\r\n'.repeat(4) }))).codes).toEqual([
      'program-holds',
    ]);
  });
});

describe('the escalation', () => {
  it('sends nothing when it may only listen', async () => {
    const port = scripted({ says: 'hello\r\n' });
    const { codes, step } = await diagnose(port, { reach: 'listen' });
    expect(codes).toEqual(['not-asked']);
    expect(step).toEqual({ listen: 'no-help' });
    expect([port.sent, port.signals]).toEqual([[], []]);
  });

  it('leaves out what does harm until it may', async () => {
    const port = scripted({});
    const { step } = await diagnose(port, { reach: 'interrupt' });
    expect(step).toMatchObject({ interrupt: 'no-help', 'soft-reset': 'left-out', 'reset-lines': 'left-out' });
    expect(port.sent.join('')).not.toContain('\x04');
    expect(port.signals).toEqual([]);
  });

  it('goes on to the reset lines, and reads what the ROM says then', async () => {
    const port = scripted({ afterReset: (io0) => (io0 === 'low' ? DOWNLOAD : WDT.repeat(2)) });
    const { codes, step } = await diagnose(port, { reach: 'reset' });
    expect(codes).toEqual(['boot-loop']);
    expect(step).toMatchObject({ 'soft-reset': 'no-help', 'reset-lines': 'no-help' });
    expect(step.bootloader).toBeUndefined();
    expect(port.sent.join('')).toContain('\x04');
  });

  it('has no reset lines at a board with USB of its own', async () => {
    const info = { vendorId: '2e8a', productId: '0005' };
    const { step } = await diagnose(scripted({ info }), { reach: 'reset' });
    expect(step).toMatchObject({ 'reset-lines': 'impossible', 'other-speed': 'impossible' });
  });

  it('finds a REPL at another speed by the noise that it makes', async () => {
    const port = scripted({ says: 'MicroPython v1.23.0\r\n>>> '.repeat(3), speed: 9600, repl: {} });
    const { findings, step, codes } = await diagnose(port);
    expect(step['other-speed']).toBe('helped');
    expect(port.speeds.slice(0, 5)).toEqual([115_200, 57_600, 38_400, 19_200, 9600]);
    expect(findings[0]).toMatchObject({ code: 'other-speed', params: { speed: 9600 } });
    // This one has a prompt and no Python.
    expect(codes).toContain('answers-oddly');
  });

  it('says so when it is noise at every speed', async () => {
    const port = scripted({ says: 'sensor data without end '.repeat(9), speed: 250_000 });
    expect((await diagnose(port)).codes).toEqual(['garbage']);
  });

  it('takes the REPL away only when asked, by the lines of the cable chip', async () => {
    const port = scripted({ afterReset: (io0) => (io0 === 'low' ? DOWNLOAD : '') });
    const after = await diagnose(port, { reach: 'bootloader' });
    expect(after.step.bootloader).toBe('helped');
    expect(after.findings).toContainEqual(expect.objectContaining({ code: 'loader-entered', level: 'note' }));
  });

  it('can be stopped', async () => {
    const controller = new AbortController();
    const stopped = new Error('enough');
    const asked = diagnose(scripted({}), {
      signal: controller.signal,
      onStep: () => controller.abort(stopped),
    });
    await expect(asked).rejects.toBe(stopped);
  });
});
