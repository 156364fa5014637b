/**
 * A message that stays where its cause is: what is so in a sentence, why, and what can be done.
 *
 * `FailureAlert` is for what went wrong, `Notice` for what one should know. Neither is ever a toast, and neither is for
 * praise: what went well is shown by the state of the thing itself.
 */
import { type ReactNode, useId } from 'react';
import { partsText } from '../text/parts.ts';
import css from './alert.module.css';
import { hasContent } from './content.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { type State, stateIcon } from './states.ts';

export interface FailureAlertProps {
  /** `attention` where nothing failed and a person must do something. */
  readonly state?: 'fail' | 'attention' | undefined;
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** As a person would read it out: "WIFI-03". */
  readonly code?: string | undefined;
  readonly cause?: ReactNode;
  readonly remedy?: ReactNode;
  /** A piece of what a machine said, such as the line that does not compile. */
  readonly children?: ReactNode;
  /** At most two. */
  readonly actions?: ReactNode;
}

export function FailureAlert({ state = 'fail', remedy, cause, ...rest }: FailureAlertProps) {
  return (
    <Message state={state} icon={stateIcon[state]} {...rest}>
      {hasContent(cause) && <p>{cause}</p>}
      {rest.children}
      {hasContent(remedy) && (
        <p>
          <b>{partsText.try}</b> {remedy}
        </p>
      )}
    </Message>
  );
}

export interface NoticeProps {
  /** Without a state it has no colour. */
  readonly state?: Extract<State, 'attention' | 'pass' | 'working'> | undefined;
  readonly icon?: IconName | undefined;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Notice({ state, icon, ...rest }: NoticeProps) {
  return (
    <Message
      state={state ?? 'ready'}
      icon={icon ?? (state === undefined ? 'flag' : stateIcon[state])}
      {...rest}
    />
  );
}

interface MessageProps {
  readonly state: State;
  readonly icon: IconName;
  readonly title: string;
  readonly code?: string | undefined;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

function Message({ state, icon, title, code, children, actions }: MessageProps) {
  const id = useId();
  return (
    <section className={css.message} data-state={state} aria-labelledby={id}>
      <Icon name={icon} className={css.icon} />
      <div className={css.head}>
        <h3 id={id} className={css.title}>
          {title}
        </h3>
        {code !== undefined && <span className={css.code}>{code}</span>}
      </div>
      <div className={css.body}>{children}</div>
      {hasContent(actions) && <div className={css.actions}>{actions}</div>}
    </section>
  );
}
