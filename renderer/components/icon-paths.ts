/**
 * The icon set: lines on a 20 px grid, round ends, no fill; one path each. The outlines of the states differ from each
 * other without colour: ring, ring with arc, circle with check, triangle, octagon, ring with bar, broken ring.
 */

/** A point on a circle; 0° is up, clockwise. */
function on(cx: number, cy: number, r: number, degrees: number): string {
  const a = ((degrees - 90) * Math.PI) / 180;
  return `${(cx + r * Math.cos(a)).toFixed(2)} ${(cy + r * Math.sin(a)).toFixed(2)}`;
}

function arc(cx: number, cy: number, r: number, from: number, to: number): string {
  return `M${on(cx, cy, r, from)}A${r} ${r} 0 ${to - from > 180 ? 1 : 0} 1 ${on(cx, cy, r, to)}`;
}

function ring(cx: number, cy: number, r: number): string {
  return `${arc(cx, cy, r, 0, 180)}A${r} ${r} 0 0 1 ${on(cx, cy, r, 0)}`;
}

/** `count` strokes between two angles, each `share` of its part. */
function dashes(r: number, from: number, to: number, count: number, share: number): string {
  const part = (to - from) / count;
  const gap = (part * (1 - share)) / 2;
  const strokes = Array.from({ length: count }, (_, index) => {
    const start = from + index * part;
    return arc(10, 10, r, start + gap, start + part - gap);
  });
  return strokes.join('');
}

const OCTAGON = 'M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9z';

export const iconPaths = {
  // states
  ready: ring(10, 10, 7.5),
  working: `${arc(10, 10, 7.5, -10, 115)}${dashes(7.5, 125, 340, 5, 0.62)}${ring(10, 10, 1.6)}`,
  pass: `${ring(10, 10, 7.5)}M6.6 10.3l2.3 2.3 4.5-5`,
  attention: 'M10 3l7.9 13.8H2.1zM10 8v4M10 14.2v.2',
  fail: `${OCTAGON}M7.4 7.4l5.2 5.2M12.6 7.4l-5.2 5.2`,
  cancelled: `${ring(10, 10, 7.5)}M6.3 10h7.4`,
  empty: dashes(7.5, 0, 360, 8, 0.58),
  // places
  bench:
    'M4 3h12a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 16 17H4a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 4 3zM2.5 10h15M7.5 3v14M12.5 3v14',
  field: `${ring(10, 8.4, 1.7)}${arc(10, 8.4, 5.2, 222, 318)}${arc(10, 8.4, 5.2, 42, 138)}${arc(10, 8.4, 8.6, 228, 312)}${arc(10, 8.4, 8.6, 48, 132)}M10 10.6v7M6.8 17.6h6.4`,
  devices: 'M5.5 5.5h9v9h-9zM8 5.5v-3M12 5.5v-3M8 17.5v-3M12 17.5v-3M5.5 8h-3M5.5 12h-3M17.5 8h-3M17.5 12h-3',
  updates: 'M10 13V3M6.2 6.6L10 3l3.8 3.6M3 13v4h14v-4',
  records: 'M4.5 2.5h11v15l-2.7-1.6-2.8 1.6-2.8-1.6-2.7 1.6zM7.5 6.5h5M7.5 10h5',
  settings: `M3 5.5h8M15 5.5h2M3 10h2M9 10h8M3 14.5h7M14 14.5h3${ring(13, 5.5, 2)}${ring(7, 10, 2)}${ring(12, 14.5, 2)}`,
  // marks
  check: 'M4 10.6l4 4 8-9',
  cross: 'M5 5l10 10M15 5L5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  same: 'M4 7.5h12M4 12.5h12',
  dot: ring(10, 10, 2.2),
  // directions
  right: 'M7.5 4.5L13 10l-5.5 5.5',
  left: 'M12.5 4.5L7 10l5.5 5.5',
  down: 'M4.5 7.5L10 13l5.5-5.5',
  up: 'M4.5 12.5L10 7l5.5 5.5',
  arrow: 'M3 10h13.5M11.5 5l5 5-5 5',
  'to-end': 'M10 3v10M6 9.2l4 3.8 4-3.8M4 17h12',
  sort: 'M6 4v12M3 13l3 3 3-3M11.5 5h5.5M11.5 10h4M11.5 15h2.5',
  // things
  usb: 'M7 2.5h6V8H7zM9.2 5v.3M10.8 5v.3M5.5 8h9v5a3 3 0 0 1-3 3h-3a3 3 0 0 1-3-3zM10 16v2',
  cable: `${ring(4, 15.5, 1.6)}${ring(16, 4.5, 1.6)}M5.6 15.5h3a2.4 2.4 0 0 0 2.4-2.4V6.9a2.4 2.4 0 0 1 2.4-2.4h1`,
  virtual: 'M10 2.5l6.5 3.7v7.6L10 17.5l-6.5-3.7V6.2zM3.5 6.2L10 10l6.5-3.8M10 10v7.5',
  light: `M7 12.5V9a3 3 0 0 1 6 0v3.5zM5.8 12.5h8.4M8.4 12.5v5M11.6 12.5v5M10 2v1.6M4.6 4.2l1.2 1.2M15.4 4.2l-1.2 1.2`,
  server: 'M3 3.5h14v5.2H3zM3 11.3h14v5.2H3zM6 6.1h.2M6 13.9h.2M9.5 6.1H14M9.5 13.9H14',
  laptop: 'M4.5 4h11v8.5h-11zM2 16h16',
  wifi: `${arc(10, 16, 11, 317, 403)}${arc(10, 16, 7.2, 317, 403)}${arc(10, 16, 3.5, 317, 403)}M10 15.9v.2`,
  globe: `${ring(10, 10, 7.5)}M2.8 10h14.4M10 2.5c2.6 2.2 3.6 4.7 3.6 7.5s-1 5.3-3.6 7.5c-2.6-2.2-3.6-4.7-3.6-7.5s1-5.3 3.6-7.5z`,
  console: 'M2.5 3.5h15v13h-15zM5.5 7.5L8 10l-2.5 2.5M10 13h4.5',
  file: 'M5 2.5h6.5l4 4v11H5zM11.5 2.5v4h4',
  folder: 'M2.5 16V4h5.2l2 2.4h7.8V16z',
  lock: 'M4.5 9h11v8h-11zM7 9V6.2a3 3 0 0 1 6 0V9',
  unlock: 'M4.5 9h11v8h-11zM7 9V6.2a3 3 0 0 1 5.8-1.1',
  shield: 'M10 2.5l6.5 2.4v5c0 3.9-2.8 6.4-6.5 7.6-3.7-1.2-6.5-3.7-6.5-7.6v-5z',
  key: `${ring(6.5, 13.5, 3.5)}M9 11l7.5-7.5M13.5 6.5l2.5 2.5`,
  clock: `${ring(10, 10, 7.5)}M10 5.8V10l2.9 1.9`,
  flag: 'M5 17.5v-15M5 3.5h10.5l-2.4 3.6 2.4 3.6H5',
  keyboard: 'M2.5 5h15v10h-15zM5.5 8h.2M8.5 8h.2M11.5 8h.2M14.5 8h.2M5.5 12h.2M8 12h4M14.5 12h.2',
  // what one does
  restart: `${arc(10, 10.5, 6.3, 52, 370)}M15.3 2.6v4.2h-4.2`,
  clear: 'M3 5h11M3 10h6M3 15h5M11.5 11l5 5M16.5 11l-5 5',
  erase: 'M3.5 5.5h13M7.5 5.5v-3h5v3M5.2 5.5l.8 12h8l.8-12M8.5 9v5M11.5 9v5',
  search: `${ring(8.7, 8.7, 5.4)}M12.7 12.7l4.6 4.6`,
  eye: `M2 10c2-3.6 4.7-5.4 8-5.4s6 1.8 8 5.4c-2 3.6-4.7 5.4-8 5.4S4 13.6 2 10z${ring(10, 10, 2.3)}`,
  'eye-off':
    'M3.5 3.5l13 13M8 5c.6-.2 1.3-.4 2-.4 3.3 0 6 1.8 8 5.4-.7 1.2-1.5 2.2-2.3 3M13 14.7c-.9.5-1.9.7-3 .7-3.3 0-6-1.8-8-5.4.8-1.4 1.7-2.6 2.8-3.4',
  print: 'M6 7.5v-5h8v5M6 14H3V7.5h14V14h-3M6 11.5h8v6H6z',
  download: 'M10 3v10M6.2 9.4L10 13l3.8-3.6M3 13.5V17h14v-3.5',
  copy: 'M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4',
  edit: 'M3.5 16.5l.8-3.6 9.2-9.2 2.8 2.8-9.2 9.2zM11.5 5.7l2.8 2.8',
  link: 'M8.5 4h-5v12.5H16v-5M11.5 3H17v5.5M17 3l-8 8',
  pause: 'M7 4v12M13 4v12',
  play: 'M6 3.5v13L16 10z',
  stop: 'M6 6h8v8H6z',
  fullscreen: 'M3 7.5V3h4.5M12.5 3H17v4.5M17 12.5V17h-4.5M7.5 17H3v-4.5',
  sound: `M3 7.7h3l4-3.7v12l-4-3.7H3z${arc(10, 10, 3.5, 45, 135)}${arc(10, 10, 7, 45, 135)}`,
  'sound-off': 'M3 7.7h3l4-3.7v12l-4-3.7H3zM13.3 7.8l4.4 4.4M17.7 7.8l-4.4 4.4',
  more: `${ring(4.5, 10, 0.6)}${ring(10, 10, 0.6)}${ring(15.5, 10, 0.6)}`,
} as const satisfies Record<string, string>;

export type IconName = keyof typeof iconPaths;

export const ICON_NAMES = Object.keys(iconPaths) as IconName[];
