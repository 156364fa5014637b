/** A job on this board that was begun from its page: how far it is, and what it came to. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { Notice, Panel, Progress } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { transferWords } from '../../text/transfer.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { useNow } from '../shell/use-now.ts';

export interface JobViewProps {
  readonly job: JobSnapshot;
  readonly words: { readonly title: string; readonly cancelled: string };
  /** The weights of its phases. */
  readonly weights: readonly number[];
  /** What is shown of its result. */
  readonly done: (result: unknown) => ReactNode;
  /** What can be done about its failure. */
  readonly actions?: ((code: string) => ReactNode) | undefined;
}

export function JobView({ job, words, weights, done, actions }: JobViewProps) {
  const text = boardText.job;
  const cancel = useCall('jobs.cancel');
  const { state } = job;
  const moves = state.status === 'running' || state.status === 'cancelling';
  const now = useNow(moves ? 1000 : null);
  switch (state.status) {
    case 'queued':
    case 'running':
    case 'asking':
    case 'cancelling': {
      const progress = state.status === 'queued' ? undefined : state.progress;
      const cancelling = state.status === 'cancelling';
      const moved = progress === undefined ? undefined : transferWords(progress, now);
      return (
        <Panel
          title={words.title}
          actions={
            <Button
              disabled={cancelling || cancel.state === 'running'}
              onClick={() => void cancel.run({ job: job.id })}
            >
              {cancelling ? text.cancelling : text.cancel}
            </Button>
          }
        >
          <Progress
            fraction={progress?.fraction ?? 0}
            phase={words.title}
            state={cancelling ? 'cancelled' : 'working'}
            weights={weights}
            rate={moved?.rate}
          />
          <p>{progress === undefined ? text.queued : plain(progress.sentence, 120)}</p>
          <CallFailure failure={cancel.failure} />
        </Panel>
      );
    }
    case 'done':
      return done(state.result);
    case 'failed':
      return <CallFailure failure={state.failure} actions={actions?.(state.failure.code)} />;
    case 'cancelled':
      return <Notice icon="cancelled" title={words.cancelled} />;
  }
}
