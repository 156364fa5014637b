/**
 * The steps of a guided piece of work: each with its mark, one line of evidence and how long it took. The current one
 * opens into the page. `bar` lays them side by side, above the page.
 *
 * It only shows; where a person may go back, the page offers that with a button of its own.
 */
import { partsText } from '../text/parts.ts';
import { cls } from './cls.ts';
import { Icon } from './icon.tsx';
import { type State, stepIcon } from './states.ts';
import css from './step-list.module.css';

export interface ListStep {
  readonly name: string;
  readonly state: State;
  /** What shows that it is so, or what it will be; one line. */
  readonly evidence?: string | undefined;
  readonly duration?: string | undefined;
}

export interface StepListProps {
  readonly steps: readonly ListStep[];
  /** The index of the step that the page is about. */
  readonly current?: number | undefined;
  readonly layout?: 'rail' | 'bar' | undefined;
  /** With a border of its own; without, it stands in a rail or a panel. */
  readonly framed?: boolean | undefined;
}

export function StepList({ steps, current, layout = 'rail', framed = false }: StepListProps) {
  return (
    <ol className={cls(layout === 'bar' && css.bar, framed && css.framed)} aria-label={partsText.steps}>
      {steps.map((step, index) => (
        <Step key={step.name} step={step} number={index + 1} current={index === current} />
      ))}
    </ol>
  );
}

function Step(props: { readonly step: ListStep; readonly number: number; readonly current: boolean }) {
  const { step, number, current } = props;
  // What is under way keeps its number: its ring tells it from what is to come.
  const icon = step.state === 'working' ? null : stepIcon[step.state];
  return (
    <li
      className={cls(css.step, current && css.current)}
      data-state={step.state}
      aria-current={current ? 'step' : undefined}
    >
      <span className={css.mark}>
        {icon === null ? number : <Icon name={icon} size={16} />}
        <span className="said">{partsText.step[step.state]}</span>
      </span>
      <div className={css.what}>
        <h3 className={css.name}>{step.name}</h3>
        {step.evidence !== undefined && <p className={css.evidence}>{step.evidence}</p>}
      </div>
      {step.duration !== undefined && <span className={css.duration}>{step.duration}</span>}
    </li>
  );
}
