/**
 * The board beside what it should be, file by file; only what differs is repaired, and what belongs to nothing goes only
 * where a person says so. At the right: what it takes to make other boards like this one.
 */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type BoardComparison, boardComparison } from '../../../preload/contract/boards.ts';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import { NothingHere, Notice, Panel, SelectField } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { boardText } from '../../text/board.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './compare-section.module.css';
import { firstType } from './comparison.ts';
import { DifferencePanel } from './difference-panel.tsx';
import { GoldenPanel } from './golden-panel.tsx';
import { JobView } from './job-view.tsx';

export interface CompareSectionProps {
  readonly port: string;
  /** The job that has this board, or had it last. */
  readonly job: JobSnapshot | undefined;
  /** What this board became, as far as it is known. */
  readonly became: string | undefined;
  readonly access: 'free' | 'held';
  /** The board was started anew after it was looked at. */
  readonly onCompared: () => void;
}

/** Weights of `look`, `write` and `restart`. */
const WEIGHTS = [10, 70, 20];

export function CompareSection({ port, job, became, access, onCompared }: CompareSectionProps) {
  const text = boardText.compare;
  const [, go] = useLocation();
  const types = useOta((state) => state.types);
  const known = useOta(({ feed }) => feed.status !== 'waiting');
  const [wish, choose] = useState<string | null>(null);
  const [found, setFound] = useState<BoardComparison | null>(null);
  const compare = useCall('boards.compare');
  const repair = useCall('jobs.repair');
  const names = types.map(({ name }) => name);
  const appType = firstType(names, [wish, found?.appType, became]);
  const repairing = job?.kind === 'repair' ? job : undefined;
  // What a repair ended in is newer than what was found before it.
  const after =
    repairing?.state.status === 'done' ? boardComparison.safeParse(repairing.state.result).data : undefined;
  const [seen, setSeen] = useState<string | null>(null);
  if (after !== undefined && repairing !== undefined && seen !== repairing.id) {
    setSeen(repairing.id);
    setFound(after);
  }
  const held = access === 'held';

  const look = async () => {
    if (appType === null) return;
    const differs = await compare.run({ port, appType });
    if (differs === undefined) return;
    setFound(differs);
    onCompared();
  };

  return (
    <div className={css.columns}>
      <div className={css.column}>
        {known && names.length === 0 ? (
          <NothingHere
            icon="updates"
            title={text.none.title}
            why={text.none.why}
            action={<Button onClick={() => go('/updates')}>{text.none.action}</Button>}
          />
        ) : (
          <Panel title={text.title}>
            <div className={css.ask}>
              <SelectField
                label={text.type}
                example={text.choose}
                value={appType}
                options={names.map((name) => ({ value: name, label: name }))}
                onChange={choose}
              />
              <Button
                size="lg"
                variant={found === null ? 'filled' : 'default'}
                disabled={held || appType === null}
                loading={compare.state === 'running'}
                onClick={() => void look()}
              >
                {found === null ? text.action : text.again}
              </Button>
            </div>
            <p className={css.help}>{text.help}</p>
          </Panel>
        )}
        <CallFailure failure={compare.failure ?? repair.failure} />
        {repairing !== undefined && (
          <JobView
            job={repairing}
            words={boardText.job.repair}
            weights={WEIGHTS}
            done={() => (
              <Notice title={boardText.job.repair.done} icon="check">
                <p>{boardText.job.repair.doneHelp}</p>
              </Notice>
            )}
          />
        )}
        {found !== null && (repairing === undefined || isFinal(repairing.state)) && (
          <DifferencePanel
            // What was chosen to go belongs to one comparison.
            key={JSON.stringify(found.files.map(({ name, state }) => [name, state]))}
            found={found}
            access={access}
            asking={repair.state}
            onRepair={(remove) => void repair.run({ port, appType: found.appType, remove: [...remove] })}
          />
        )}
        {found === null && names.length > 0 && repairing === undefined && (
          <NothingHere icon="same" title={text.nothing.title} why={text.nothing.why} />
        )}
      </div>
      <div className={css.column}>
        <GoldenPanel port={port} job={job} access={access} />
      </div>
    </div>
  );
}
