/**
 * One slot of the bench: plate, state, what the board is, at most three lines, the five steps, what can be done.
 *
 * A tile keeps its place and its actions keep theirs when the state changes. One filled action at most, and none while
 * work runs or after a PASS. For boards only: anything else is a `Panel`.
 */
import type { ReactNode } from 'react';
import { partsText } from '../text/parts.ts';
import { hasContent } from './content.ts';
import { Ident } from './ident.tsx';
import { Plate } from './plate.tsx';
import { StateWord } from './state-word.tsx';
import type { State } from './states.ts';
import { StepTrack, type TrackStep } from './step-track.tsx';
import css from './tile.module.css';

export interface TileProps {
  /** `1` … `9`, or `V1` for a virtual board. */
  readonly slot: string;
  readonly state: State;
  /** "Writing files", "PASS", "FAIL at Boot". */
  readonly word: string;
  /** Kind and recipe: "Pico W, distance-meter". Two lines where the tile is narrow; the whole in its tooltip. */
  readonly about: string;
  /** 0 to 1; only while working. */
  readonly fraction?: number | undefined;
  /** A `BoardDrawing`; it gives way where the state word needs the room. */
  readonly drawing?: ReactNode;
  /** The id, the MAC or the port by which the board is known now. */
  readonly ident?: string | undefined;
  /** The code of the failure, as a person would read it out. */
  readonly code?: string | undefined;
  /** A quiet `IconButton` at the end of the line of the id: the way to what is seldom wanted. */
  readonly tool?: ReactNode;
  /** At most three lines: paragraphs, a `Progress` without bar, or a `TileFailure`. */
  readonly children?: ReactNode;
  readonly steps?: readonly TrackStep[] | undefined;
  /** Buttons in size `lg`; the first one with `flex={1}`. */
  readonly actions?: ReactNode;
}

export function Tile(props: TileProps) {
  const { slot, state, word, about, fraction, drawing, ident, code, tool, children, steps, actions } = props;
  const name = partsText.slot(slot);
  const named = ident !== undefined || code !== undefined || hasContent(tool);
  return (
    <article className={css.tile} data-state={state} aria-label={`${name}, ${word}`}>
      <header className={css.top}>
        <Plate slot={slot} state={state} fraction={fraction} />
        <div className={css.who}>
          <h2 className={css.word}>
            <StateWord state={state} word={word} size="large" />
          </h2>
          <p className={css.about} title={about}>
            {about}
          </p>
        </div>
        {hasContent(drawing) && <div className={css.drawing}>{drawing}</div>}
      </header>
      {(named || hasContent(children) || hasContent(actions)) && (
        <div className={css.middle}>
          {named && (
            <div className={css.ident}>
              {ident !== undefined && <Ident value={ident} />}
              {code !== undefined && <span className={css.code}>{code}</span>}
              {hasContent(tool) && <span className={css.tool}>{tool}</span>}
            </div>
          )}
          {children}
        </div>
      )}
      {steps !== undefined && (
        <div className={css.track}>
          <StepTrack steps={steps} />
        </div>
      )}
      {hasContent(actions) && <footer className={css.actions}>{actions}</footer>}
    </article>
  );
}

export interface TileFailureProps {
  /** What did not happen: a sentence. */
  readonly what: string;
  readonly cause?: string | undefined;
  readonly remedy: string;
}

/** The lines of a tile whose board failed: what did not happen, why, what to do. The action says "Retry from <step>". */
export function TileFailure({ what, cause, remedy }: TileFailureProps) {
  return (
    <>
      <p className={css.what}>
        <strong>{what}</strong> {cause}
      </p>
      <p>{remedy}</p>
    </>
  );
}

/** The bench: tiles in the order of the sockets, two to four beside each other, those of a row equally high. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return (
    <div className={css.bench}>
      <div className={css.tiles}>{children}</div>
    </div>
  );
}
