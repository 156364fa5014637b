/** Below the steps, always in the same place: the way to stop, or to leave. The way on stands in the middle. */
import { Button } from '@mantine/core';
import { provisionText } from '../../text/provision.ts';
import type { Provisioning } from './use-provision.ts';

export interface FootActionsProps {
  readonly on: Provisioning;
  /** Whether another board waits; then the middle leads there, and to Bench leads this. */
  readonly next: boolean;
  readonly onBack: () => void;
}

export function FootActions({ on, next, onBack }: FootActionsProps) {
  const { shown } = on;
  const back = (
    <Button fullWidth onClick={onBack}>
      {provisionText.toBench}
    </Button>
  );
  switch (shown.face) {
    case 'running':
    case 'asking': {
      const cancelling = shown.state.status === 'cancelling';
      return (
        <Button fullWidth disabled={cancelling} onClick={on.cancel}>
          {cancelling ? provisionText.cancelling : provisionText.cancel}
        </Button>
      );
    }
    case 'done':
      return (
        <>
          {next && back}
          <Button fullWidth onClick={() => on.tell({ type: 'again', job: shown.job.id, screen: 'recipe' })}>
            {provisionText.passed.again}
          </Button>
        </>
      );
    case 'cancelled':
      // In the middle, beside Start again.
      return null;
    default:
      return back;
  }
}
