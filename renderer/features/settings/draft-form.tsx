/** The frame of a form for one thing that is kept: its fields, what went wrong, and the way out, saved or as it was. */
import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './settings-page.module.css';

export interface DraftFormProps {
  /** What it is about, to ears. */
  readonly label: string;
  readonly text: { readonly save: string; readonly cancel: string };
  readonly state: 'idle' | 'running';
  readonly failure: FailureData | null;
  readonly onSubmit: (event: FormEvent) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function DraftForm({ label, text, state, failure, onSubmit, onClose, children }: DraftFormProps) {
  return (
    <form className={css.form} onSubmit={onSubmit} aria-label={label}>
      {children}
      <CallFailure failure={failure} />
      <div className={css.row}>
        <Button type="submit" variant="filled" loading={state === 'running'}>
          {text.save}
        </Button>
        <Button onClick={onClose}>{text.cancel}</Button>
      </div>
    </form>
  );
}
