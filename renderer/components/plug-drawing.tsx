/** A USB plug at the end of its cable, drawn out of the board: what to do first on an empty bench. */
import css from './board-drawing.module.css';

export interface PlugDrawingProps {
  /** Pixels; the cable is as long as there is room. */
  readonly width?: number | undefined;
}

export function PlugDrawing({ width = 200 }: PlugDrawingProps) {
  const cable = width - 74;
  return (
    <svg className={css.drawing} width={width} height={44} viewBox={`0 0 ${width} 44`} aria-hidden="true">
      <rect className={css.metal} x="-4" y="18" width={cable + 4} height="8" />
      <rect className={css.part} x={cable} y="6" width="48" height="32" rx="4" />
      <rect className={css.metal} x={cable + 48} y="12" width="22" height="20" rx="1" />
    </svg>
  );
}
