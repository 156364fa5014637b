/**
 * What may be on a board instead of MicroPython, or before it gets that far: byte for byte what its console says.
 *
 * Texts: Espressif, esptool documentation, "Boot Mode Selection" and "Boot Log"; ESP-IDF, "Fatal Errors" and
 * esp_system/port/brownout.c; ESP-AT, "Basic AT Commands".
 */
import type { BoardKind } from '../../preload/contract/models.ts';

/**
 * `silent`: a program without a word and without a REPL. `other`: a program that reports and does not listen. `at`: ESP-AT, which answers
 * each line. `boot-loop`: it never gets as far as a program; a Pico's port comes and goes. `brown-out`: the same for want of
 * voltage (ESP32).
 */
export type OtherFirmware = 'silent' | 'other' | 'at' | 'boot-loop' | 'brown-out';

/** How often a board in a loop starts again; a real one takes 0.3 to 2 s. */
const LOOP_MS = 300;
const REPORT_MS = 200;

const rom = (reset: string, boot: string) => `ets Jun  8 2016 00:22:57\r\n\r\nrst:${reset},boot:${boot}\r\n`;
const FLASH_BOOT = '0x13 (SPI_FAST_FLASH_BOOT)';

export const DOWNLOAD_MODE = `${rom('0x1 (POWERON_RESET)', '0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))')}waiting for download\r\n`;

const WDT_LOOP = `${rom('0x10 (RTCWDT_RTC_RESET)', FLASH_BOOT)}invalid header: 0xffffffff\r\ninvalid header: 0xffffffff\r\n`;
const BROWN_OUT_LOOP = `${rom('0xc (SW_CPU_RESET)', FLASH_BOOT)}configsip: 0, SPIWP:0xee\r\nmode:DIO, clock div:2\r\nentry 0x400805e4\r\n\r\nBrownout detector was triggered\r\n\r\n`;

export interface Firmware {
  receive(bytes: Uint8Array): void;
  stop(): void;
}

export interface FirmwareHost {
  say(text: string): void;
  /** The board is there, or is not: only a board with USB of its own goes away. */
  shows(is: boolean): void;
}

export function startFirmware(what: OtherFirmware, kind: BoardKind, host: FirmwareHost): Firmware {
  let beat = 0;
  const every = (ms: number, work: () => void): Firmware => {
    const timer = setInterval(work, ms);
    timer.unref();
    work();
    return { receive: () => {}, stop: () => clearInterval(timer) };
  };
  switch (what) {
    case 'silent':
      host.shows(true);
      return { receive: () => {}, stop: () => {} };
    case 'other':
      host.shows(true);
      return every(REPORT_MS, () => host.say(`I (${REPORT_MS * ++beat}) app: still running\r\n`));
    case 'at':
      host.shows(true);
      return modem(host);
    case 'boot-loop':
      if (kind === 'pico') return every(LOOP_MS, () => host.shows(beat++ % 2 === 0));
      return every(LOOP_MS, () => host.say(WDT_LOOP));
    case 'brown-out':
      if (kind === 'pico') return every(LOOP_MS, () => host.shows(beat++ % 2 === 0));
      return every(LOOP_MS, () => host.say(BROWN_OUT_LOOP));
  }
}

/** Answers lines, with the echo that it has at first. */
function modem(host: FirmwareHost): Firmware {
  let line = '';
  host.say('\r\nready\r\n');
  return {
    receive(bytes) {
      for (const letter of Buffer.from(bytes).toString('latin1')) {
        host.say(letter);
        if (letter !== '\n') {
          line += letter;
          continue;
        }
        host.say(/^AT\r?$/.test(line) ? '\r\nOK\r\n' : '\r\nERROR\r\n');
        line = '';
      }
    },
    stop: () => {},
  };
}
