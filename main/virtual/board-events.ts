/** What can be seen of a virtual board from outside. */

export type VirtualBoardState = 'off' | 'starting' | 'running' | 'bootloader';

/** One frame that a NeoPixel strip was told to show: `[red, green, blue]` a LED. */
export interface LedFrame {
  readonly pin: number;
  readonly leds: readonly (readonly [number, number, number])[];
}

export type BoardEvent =
  | { type: 'state'; state: VirtualBoardState }
  | { type: 'leds'; frame: LedFrame }
  | { type: 'pin'; pin: string; value: number }
  | { type: 'reset'; why: 'power' | 'hard' | 'soft' | 'wdt' | 'bootloader' }
  | { type: 'power-cut' }
  | { type: 'flash'; operations: number }
  | { type: 'died'; reason: string };

/** WS2812 strips are sent green, red, blue (, white). */
export function frameOf({ pin, bytes, bpp }: { pin: number; bytes: Uint8Array; bpp: number }): LedFrame {
  const leds: [number, number, number][] = [];
  for (let i = 0; i + 2 < bytes.length; i += bpp)
    leds.push([bytes[i + 1] ?? 0, bytes[i] ?? 0, bytes[i + 2] ?? 0]);
  return { pin, leds };
}
