/**
 * The five steps of a board in one line: what is finished, where it is, what is to come. For tiles and rows.
 *
 * On a page that goes through the steps use `StepList`, which also says what each one came to.
 */
import { partsText } from '../text/parts.ts';
import { percent } from './fraction.ts';
import { Icon } from './icon.tsx';
import { type State, stepIcon } from './states.ts';
import css from './step-track.module.css';

export interface TrackStep {
  readonly state: State;
  /** 0 to 1; only while working. */
  readonly fraction?: number | undefined;
}

export interface StepTrackProps {
  /** Runtime, Files, Wi-Fi, Boot, Proof, in this order; those that are left out are still to come. */
  readonly steps: readonly TrackStep[];
}

export function StepTrack({ steps }: StepTrackProps) {
  return (
    <ol className={css.track} aria-label={partsText.steps}>
      {partsText.stepNames.map((name, index) => (
        <Segment key={name} name={name} {...(steps[index] ?? { state: 'ready' })} />
      ))}
    </ol>
  );
}

function Segment({ name, state, fraction = 0 }: TrackStep & { readonly name: string }) {
  const icon = stepIcon[state];
  return (
    <li
      className={css.segment}
      data-state={state}
      aria-current={state === 'working' ? 'step' : undefined}
      style={state === 'working' ? { '--fraction': `${percent(fraction)}%` } : undefined}
    >
      {icon !== null && <Icon name={icon} size={14} />}
      {name}
      <span className="said">, {partsText.step[state]}</span>
    </li>
  );
}
