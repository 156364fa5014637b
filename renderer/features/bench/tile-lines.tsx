/** The lines of a tile: what happened last on this board, or what is to be known before the first job. */
import { isFinal, type JobProgress, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { Passport, PortInfo } from '../../../preload/contract/models.ts';
import { Hash, Progress, TileFailure } from '../../components/index.ts';
import { appText } from '../../text/app.ts';
import { benchText } from '../../text/bench.ts';
import { describeFailure } from '../../text/errors.ts';
import { provisionText } from '../../text/provision.ts';
import { transferWords } from '../../text/transfer.ts';

export interface TileLinesProps {
  readonly board: PortInfo;
  readonly job: JobSnapshot | undefined;
  readonly proved: Passport | undefined;
}

export function TileLines({ board, job, proved }: TileLinesProps) {
  const state =
    job !== undefined && (job.kind === 'provision' || !isFinal(job.state)) ? job.state : undefined;
  switch (state?.status) {
    case undefined:
      return <p>{idleHelp(board)}</p>;
    case 'queued':
      return null;
    case 'running':
    case 'cancelling':
      return <Running progress={state.progress} />;
    case 'asking':
      return (
        <p>
          {state.question.kind === 'back-up-files'
            ? benchText.backUpHelp(state.question.files.length)
            : benchText.blinkHelp}
        </p>
      );
    case 'done':
      return proved === undefined ? null : <Proved passport={proved} />;
    case 'failed': {
      const { sentence, remedy } = describeFailure(state.failure);
      return <TileFailure what={sentence} remedy={remedy} />;
    }
    case 'cancelled':
      return <p>{benchText.cancelledHelp}</p>;
  }
}

function idleHelp({ kind, loader }: PortInfo): string {
  const { bootsel, download } = benchText.loaderHelp;
  if (loader !== undefined) return loader.type === 'bootsel' ? bootsel(loader.drive) : download;
  return kind === 'unknown' ? benchText.unknownHelp : benchText.fresh;
}

function Running({ progress }: { readonly progress: JobProgress }) {
  const { fraction, sentence } = progress;
  const moved = transferWords(progress);
  return (
    <>
      <Progress
        fraction={fraction}
        phase={sentence}
        rate={moved?.rate}
        left={moved?.left === undefined ? undefined : provisionText.left(moved.left)}
        bar={false}
      />
      <p>{sentence}</p>
    </>
  );
}

function Proved({ passport }: { readonly passport: Passport }) {
  const text = benchText.proved;
  return (
    <p>
      {text.set} <Hash value={passport.set} />
      {text.took(appText.seconds(passport.finishedAt - passport.startedAt))}
    </p>
  );
}
