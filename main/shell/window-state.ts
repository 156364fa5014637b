/**
 * Where the window stood, kept in the data folder. A screen that was there then may be gone now, so a place is taken
 * only where enough of the window would be seen.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const whole = z.number().int().min(-100_000).max(100_000);
const windowState = z.object({
  box: z.object({ x: whole, y: whole, width: whole.positive(), height: whole.positive() }),
  shown: z.enum(['normal', 'maximized']),
});
export type WindowState = z.infer<typeof windowState>;

/** The least that the pages are made for. */
export const LEAST = { width: 1120, height: 640 } as const;
const FIRST = { width: 1440, height: 900 } as const;
/** Pixels of the window's upper edge that must be on a screen, to be seen and drawn by the mouse. */
const GRIP = { width: 120, height: 40 } as const;

/** Undefined when there is none, or none that makes sense. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed: half a file would be none. A failure is no reason to keep a window open. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // The window comes up where a first one would.
  }
}

/** What to open: the old place where it can still be seen, else a place in the middle of the first work area. */
export function placeWindow(old: WindowState | undefined, workAreas: readonly Box[]): WindowState {
  const first = workAreas[0] ?? { x: 0, y: 0, ...FIRST };
  const home = old && workAreas.find((area) => isWithinReach(old.box, area));
  if (old && home) return { ...old, box: { ...old.box, ...shrink(old.box, home) } };
  const size = shrink(old?.box ?? FIRST, first);
  return {
    box: {
      x: first.x + Math.round((first.width - size.width) / 2),
      y: first.y + Math.round((first.height - size.height) / 2),
      ...size,
    },
    shown: old?.shown ?? 'normal',
  };
}

/** Never larger than the screen, and on a screen that is large enough never smaller than the least. */
function shrink({ width, height }: { width: number; height: number }, area: Box) {
  return {
    width: Math.min(Math.max(width, LEAST.width), area.width),
    height: Math.min(Math.max(height, LEAST.height), area.height),
  };
}

function isWithinReach(box: Box, area: Box): boolean {
  const seen = Math.min(box.x + box.width, area.x + area.width) - Math.max(box.x, area.x);
  const isGripOnScreen = box.y >= area.y && box.y + GRIP.height <= area.y + area.height;
  return seen >= GRIP.width && isGripOnScreen;
}
