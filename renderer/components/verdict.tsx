/**
 * The end of a job in one word that can be read from across the room: PASS or FAIL, and who said so.
 *
 * Only at the end of a job. It is there at once; it does not slide in. In a list use `StateWord`.
 */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import css from './verdict.module.css';

export interface VerdictProps {
  readonly state: 'pass' | 'fail';
  /** "The board proved it in 38 s." */
  readonly title: string;
  readonly about?: ReactNode;
}

const WORD = { pass: 'PASS', fail: 'FAIL' } as const;

export function Verdict({ state, title, about }: VerdictProps) {
  return (
    <div className={css.verdict} data-state={state}>
      <Icon name={state} size={64} />
      <span className={css.word}>{WORD[state]}</span>
      <div className={css.said}>
        <h1 className={css.title}>{title}</h1>
        {about !== undefined && <p className={css.about}>{about}</p>}
      </div>
    </div>
  );
}
