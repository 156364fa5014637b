/**
 * A board from above, in line and grey, its USB at the left as it lies on the desk. Virtual boards are dashed. While
 * identify runs its LED lights blue; which light really blinks is said by the sentence beside it.
 *
 * Small ones leave out what would only be a speck there, and of a small virtual board only the outline is dashed.
 *
 * Never in a state colour: the drawing says which board, not how it is.
 */
import { partsText } from '../text/parts.ts';
import css from './board-drawing.module.css';
import { cls } from './cls.ts';

export interface BoardDrawingProps {
  readonly board: 'pico' | 'esp32' | 'socket';
  readonly virtual?: boolean | undefined;
  /** `blinking` goes on and off five times, with the real one, and stays on. */
  readonly led?: 'off' | 'on' | 'blinking' | undefined;
  /** Pixels: 96 in a tile, 264 beside the steps, 340 on the empty bench. */
  readonly width?: number | undefined;
}

/** Width and height of the drawings in their own units. */
const SIZES = { pico: [208, 84], esp32: [222, 112], socket: [120, 60] } as const;
/** Pixels of width from which holes, buttons and printed lines can be told apart. */
const FINE_FROM = 160;

export function BoardDrawing({ board, virtual = false, led = 'off', width = 96 }: BoardDrawingProps) {
  const [w, h] = SIZES[board];
  const detail = width < FINE_FROM ? 'coarse' : 'fine';
  return (
    <svg
      className={cls(css.drawing, virtual && css.virtual)}
      width={width}
      height={Math.round((width * h) / w)}
      viewBox={`0 0 ${w} ${h}`}
      role="img"
      aria-label={partsText.board(partsText.boards[board], virtual)}
      data-led={led}
      data-detail={detail}
    >
      {board === 'pico' && <Pico detail={detail} />}
      {board === 'esp32' && <Esp32 detail={detail} />}
      {board === 'socket' && <Socket />}
    </svg>
  );
}

interface Detailed {
  readonly detail: 'fine' | 'coarse';
}

/** A Pico W: castellated edges, radio can and its antenna at the right, the LED beside the USB. */
function Pico({ detail }: Detailed) {
  return (
    <>
      <rect className={css.board} x="7" y="3" width="194" height="78" rx="4" />
      <path className={css.pads} d="M11.5 7H197M11.5 77H197" strokeDasharray="4.5 5.48" strokeWidth="6" />
      <rect className={css.metal} x="1" y="27" width="25" height="30" rx="2" />
      <rect className={css.part} x="45" y="20" width="19" height="14" rx="2" />
      <rect className={css.part} x="44" y="48" width="20" height="14" rx="1" />
      <rect className={css.metal} x="84" y="27" width="30" height="30" rx="1.5" />
      <rect className={css.part} x="133" y="25" width="36" height="34" rx="2" />
      <path className={css.part} d="M175 34l20-6v28l-20-6z" />
      {detail === 'fine' && (
        <>
          <path className={css.line} d={holes([16, 20], [16, 64], [190, 18], [190, 66])} />
          <circle className={css.board} cx="54.5" cy="27" r="3.6" />
          <circle className={css.dot} cx="90" cy="33" r="1.6" />
          <path className={css.line} d={holes([123.5, 34], [123.5, 42], [123.5, 50])} />
        </>
      )}
      <Led x={33} y={18} />
    </>
  );
}

/** An ESP32 dev board: pin headers, two buttons, the module with its printed antenna at the right. */
function Esp32({ detail }: Detailed) {
  return (
    <>
      <rect className={css.board} x="7" y="2" width="208" height="108" rx="4" />
      <path className={css.pins} d="M18 9H204.5M18 103H204.5" strokeDasharray="0 10.3" strokeWidth="5.2" />
      <rect className={css.metal} x="1" y="41" width="27" height="30" rx="2" />
      <rect className={css.part} x="18" y="18" width="18" height="16" rx="2" />
      <rect className={css.part} x="18" y="78" width="18" height="16" rx="2" />
      <rect className={css.metal} x="54" y="45" width="22" height="22" rx="1" />
      <rect className={css.part} x="56" y="77" width="24" height="15" rx="1" />
      <rect className={css.part} x="112" y="25" width="70" height="62" rx="2" />
      <path className={css.line} d="M188 25.5h18v8.7h-18v8.7h18v8.7h-18v8.7h18v8.7h-18v8.7h18" />
      {detail === 'fine' && (
        <>
          <rect className={css.line} x="106" y="19" width="106" height="74" rx="1.5" />
          <circle className={css.board} cx="27" cy="26" r="4" />
          <circle className={css.board} cx="27" cy="86" r="4" />
          <rect className={css.part} x="60" y="22.5" width="10" height="7" rx="1" />
          <path className={css.line} d="M122 38h28M122 46h18" />
        </>
      )}
      <Led x={88} y={26} />
    </>
  );
}

function Socket() {
  return (
    <>
      <rect className={css.gap} x="34" y="14" width="52" height="32" rx="3" />
      <rect className={css.line} x="42" y="22" width="36" height="8" rx="1" />
    </>
  );
}

function Led({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g>
      <circle className={css.glow} cx={x} cy={y} r="17" />
      <rect className={css.lamp} x={x - 5} y={y - 3.5} width="10" height="7" rx="1" />
    </g>
  );
}

/** Drilled holes as one path. */
function holes(...places: readonly (readonly [number, number])[]): string {
  return places.map(([x, y]) => `M${x - 3.4} ${y}a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0`).join('');
}
