/**
 * A port whose board says what it is told to: for boot ROMs and firmware that no virtual board runs. The texts are those
 * that Espressif and Raspberry Pi publish; where each is from stands in `main/doctor/signs.ts`.
 */
import type { PortOpenOptions, PortSource, SerialLink, Signals } from '../../main/serial/index.ts';
import { Failure } from '../../preload/contract/errors.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import { FakeDevice, type FakeOptions } from '../serial/fake-device.ts';

export interface Script {
  readonly info?: Partial<PortInfo>;
  /** Said when the port is opened. */
  readonly says?: string | Uint8Array;
  /** Said after EN was pulled low and let go, with IO0 as it was then. */
  readonly afterReset?: (io0: 'high' | 'low') => string;
  /** What it answers to what was sent; by default nothing. */
  readonly answers?: (sent: string) => string;
  /** The speed that it talks at; at any other its text is noise and what is sent means nothing to it. */
  readonly speed?: number;
  /** A board with a REPL, used instead of `says` and `answers` at its speed. */
  readonly repl?: FakeOptions;
  /** Why it cannot be opened. */
  readonly refuses?: 'port-busy' | 'port-denied' | 'port-not-found';
  /** It goes by itself so many times, and comes back at once. */
  readonly flaps?: number;
}

export interface ScriptedPort extends PortSource {
  readonly path: string;
  /** All that was sent, whatever the speed. */
  readonly sent: string[];
  readonly signals: Signals[];
  readonly speeds: number[];
}

/** As a UART at another speed hears text: other bytes, most of them no characters. */
function noise(text: Uint8Array): Uint8Array {
  return text.map((byte, index) => 0x80 | ((byte * 7 + index * 31) & 0x7f));
}

export function scripted(script: Script, path = '/dev/ttyUSB0'): ScriptedPort {
  const { speed: own = 115_200 } = script;
  const listeners = new Set<() => void>();
  const sent: string[] = [];
  const signals: Signals[] = [];
  const speeds: number[] = [];
  let flaps = script.flaps ?? 0;
  const info: PortInfo = {
    path,
    kind: 'esp32',
    source: 'usb',
    description: 'CH340 USB-UART',
    vendorId: '1a86',
    productId: '7523',
    location: '1-1.2',
    ...script.info,
  };

  function openLink({ baudRate = 115_200 }: PortOpenOptions): SerialLink {
    speeds.push(baudRate);
    if (script.repl !== undefined && baudRate === own) return new FakeDevice(script.repl);
    const data = new Set<(bytes: Uint8Array) => void>();
    const ends = new Set<() => void>();
    let open = true;
    const say = (what: string | Uint8Array) => {
      const bytes = typeof what === 'string' ? Buffer.from(what) : what;
      if (bytes.length === 0) return;
      setImmediate(() => {
        for (const listener of [...data]) listener(baudRate === own ? bytes : noise(bytes));
      });
    };
    const close = () => {
      if (!open) return;
      open = false;
      for (const listener of [...ends]) listener();
    };
    const lines = { dtr: true, rts: true };
    let en: 'high' | 'low' = 'high';
    say(script.says ?? '');
    if (flaps > 0) {
      flaps--;
      setImmediate(close);
    }
    return {
      path,
      async write(bytes) {
        if (!open) throw new Failure('port-vanished', { port: path });
        const text = Buffer.from(bytes).toString('latin1');
        sent.push(text);
        if (baudRate === own) say(script.answers?.(text) ?? '');
      },
      async setSignals(wanted) {
        signals.push(wanted);
        Object.assign(lines, wanted);
        // The two transistors of the auto-reset circuit: one line alone pulls its pin.
        const now = lines.rts && !lines.dtr ? 'low' : 'high';
        const io0 = lines.dtr && !lines.rts ? 'low' : 'high';
        if (en === 'low' && now === 'high') say(script.afterReset?.(io0) ?? '');
        en = now;
      },
      onData(listener) {
        data.add(listener);
        return () => data.delete(listener);
      },
      onClose(listener) {
        ends.add(listener);
        return () => ends.delete(listener);
      },
      close: async () => close(),
    };
  }

  return {
    path,
    sent,
    signals,
    speeds,
    list: async () => [info],
    async open(wanted, options = {}) {
      if (wanted !== path) throw new Failure('port-not-found', { port: wanted });
      if (script.refuses !== undefined) throw new Failure(script.refuses, { port: path });
      return openLink(options);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
