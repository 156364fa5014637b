/** Runs the jobs of all slots that failed again; there only where one has. */
import { Button } from '@mantine/core';
import { Icon } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';

export interface RetryFailedProps {
  /** Slots whose job failed. */
  readonly failed: number;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

export function RetryFailed({ failed, busy, onRetry }: RetryFailedProps) {
  if (failed === 0) return null;
  return (
    <Button
      size="lg"
      leftSection={<Icon name="restart" />}
      aria-keyshortcuts="Shift+R"
      loading={busy}
      onClick={onRetry}
    >
      {benchText.retryFailed(failed)}
    </Button>
  );
}
