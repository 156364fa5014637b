/** A failure as a person reads it, where it happened: sentence, code, remedy. */
import type { ReactNode } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { FailureAlert } from '../../components/index.ts';
import { describeFailure } from '../../text/errors.ts';

export interface CallFailureProps {
  readonly failure: FailureData | null;
  readonly actions?: ReactNode;
}

export function CallFailure({ failure, actions }: CallFailureProps) {
  if (failure === null) return null;
  const { sentence, remedy } = describeFailure(failure);
  return <FailureAlert title={sentence} code={failure.code} remedy={remedy} actions={actions} />;
}
