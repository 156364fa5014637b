/**
 * What a board in trouble says by itself, and what that means. Pure: text in, signs out.
 *
 * Sources of the texts. Boot ROMs of the ESP32 family: Espressif, esptool documentation, "Boot Mode Selection" (the lines
 * `rst:0x…`, `boot:0x…`, `waiting for download`, `invalid header: 0xffffffff` for an empty flash, `flash read err, 1000`).
 * Brown-out and panic: ESP-IDF Programming Guide, "Fatal Errors". Names of reset causes: components/esp_rom, rtc.h.
 * A file system that cannot be mounted: MicroPython ports/esp32/modules/inisetup.py. `ready` and `ERROR`: ESP-AT
 * User Guide. Log lines: ESP-IDF `I (28) boot: ESP-IDF v5.2`, Arduino core `[ 1234][E][main.cpp:12] setup()`.
 */
import { LineSplitter } from '../serial/index.ts';

export interface Signs {
  readonly brownOut: 'seen' | 'none';
  readonly download: 'seen' | 'none';
  readonly flash: 'empty' | 'unknown';
  readonly filesystem: 'corrupt' | 'unknown';
  /** The causes that the boot ROM names, one a start, in its own words: `RTCWDT_RTC_RESET`. */
  readonly starts: readonly string[];
  /** Why a program of ESP-IDF gave up, in its own words: `LoadProhibited`. */
  readonly panic: string | null;
  readonly repl: 'seen' | 'none';
  /** What runs instead of MicroPython, as far as it says so. */
  readonly other: string | null;
  /** What ESP-AT answers to a line. */
  readonly at: 'likely' | 'none';
  /** Whether the bytes are text at all. `few`: there is not enough to tell. */
  readonly readable: 'text' | 'garbage' | 'few';
}

const START = /\brst:0x[0-9a-f]+ ?\((\w+)\)/gi;
const PANIC = /Guru Meditation Error:[^\n]*panic'ed \(([^)]*)\)/;
const IDF = /^[IWE] \(\d+\) \S+:|\bESP-IDF v?\d/m;
const IDF_VERSION = /ESP-IDF (v?\d\S*)/;
const ARDUINO = /^\[ *\d+\]\[[EWIDV]\]\[[^\]]+:\d+\]/m;
const CIRCUIT = /CircuitPython (\d[\w.-]*)/;
const REPL = /MicroPython v?\d|^>>> ?$|raw REPL; CTRL-B to exit/m;
const AT = /^(OK|ERROR|busy p\.\.\.)$/m;

/** At a wrong speed the bytes of text come as others, half of them without a character. */
const GARBAGE_SHARE = 0.3;
const ENOUGH_BYTES = 16;
/** Tab, LF, CR, Escape, and what we send ourselves and an echo gives back: Ctrl-A to Ctrl-D. */
const PLAIN_CONTROLS = new Set([0x01, 0x02, 0x03, 0x04, 0x09, 0x0a, 0x0d, 0x1b]);

export function signsIn(bytes: Uint8Array): Signs {
  const text = plainLines(bytes);
  const has = (pattern: RegExp) => (pattern.test(text) ? 'seen' : 'none');
  const repl = has(REPL);
  const readable = readability(bytes);
  return {
    brownOut: has(/Brownout detector was triggered/i),
    download: has(/waiting for download/i),
    flash: /invalid header: 0xffffffff|flash read err, 1000/i.test(text) ? 'empty' : 'unknown',
    filesystem: /filesystem appears to be corrupted/.test(text) ? 'corrupt' : 'unknown',
    starts: [...text.matchAll(START)].map(([, cause]) => cause ?? ''),
    panic: PANIC.exec(text)?.[1] ?? null,
    repl,
    other: repl === 'seen' || readable === 'garbage' ? null : otherFirmware(text),
    at: AT.test(text) ? 'likely' : 'none',
    readable,
  };
}

function otherFirmware(text: string): string | null {
  const circuit = CIRCUIT.exec(text)?.[1];
  if (circuit !== undefined) return `CircuitPython ${circuit}`;
  if (ARDUINO.test(text)) return 'an Arduino sketch';
  if (!IDF.test(text)) return null;
  const version = IDF_VERSION.exec(text)?.[1];
  return version === undefined ? 'a program made with ESP-IDF' : `a program made with ESP-IDF ${version}`;
}

function plainLines(bytes: Uint8Array): string {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  splitter.feed(bytes);
  splitter.flush();
  return lines.join('\n');
}

/** UTF-8 is text; what is left over of a character cut by the end counts little. */
function readability(bytes: Uint8Array): Signs['readable'] {
  if (bytes.length < ENOUGH_BYTES) return 'few';
  const text = new TextDecoder().decode(bytes);
  let bad = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && !PLAIN_CONTROLS.has(code);
    if (isControl || char === '\ufffd' || (code >= 0x7f && code < 0xa0)) bad++;
  }
  return bad / text.length > GARBAGE_SHARE ? 'garbage' : 'text';
}
