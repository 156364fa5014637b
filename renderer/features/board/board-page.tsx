/**
 * One board on its cable: what it says and what is typed to it, the files on its flash, and how they differ from what
 * they should be. It is asked nothing before a person says so: looking at the console sends it nothing.
 */
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ConsoleState } from '../../../preload/contract/boards.ts';
import { isFinal } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { LiveRegion, NothingHere, PageHead } from '../../components/index.ts';
import { jobOfBoard, tellingJobOf } from '../../stores/jobs.ts';
import { useBoards, useDevices, useJobs } from '../../stores/react.ts';
import { boardText } from '../../text/board.ts';
import { provisionText } from '../../text/provision.ts';
import { knownOf } from '../bench/known-of.ts';
import { boardView } from '../boards/board-view.ts';
import { plain } from '../devices/plain.ts';
import { useBoard } from '../provision/use-board.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { BoardHead } from './board-head.tsx';
import css from './board-page.module.css';
import { CompareSection } from './compare-section.tsx';
import { ConsolePanel } from './console-panel.tsx';
import { FilesSection } from './files-section.tsx';
import { holderOf } from './holder.ts';
import { boardPath, type Section, sectionOf } from './section.ts';
import { useBoardFiles } from './use-board-files.ts';
import { useEscape } from './use-escape.ts';
import { useRunProgram } from './use-run-program.ts';

export default function BoardPage({ port }: { readonly port: string }) {
  const [, go] = useLocation();
  const { board, slot, presence } = useBoard(port);
  const failure = useBoards(({ feed }) => (feed.status === 'failed' ? feed.failure : null));
  const toBench = useCallback(() => go('/'), [go]);
  useEscape(toBench);
  if (failure !== null) return <CallFailure failure={failure} />;
  if (presence === 'unknown') return null;
  if (board === undefined || presence === 'gone') {
    const text = boardText.gone;
    return (
      <>
        <PageHead machine title={plain(port, 80)} />
        <NothingHere
          icon="usb"
          title={text.title}
          why={text.why}
          action={<Button onClick={toBench}>{text.action}</Button>}
        />
      </>
    );
  }
  return <Plugged port={port} board={board} slot={slot} presence={presence} />;
}

interface PluggedProps {
  readonly port: string;
  readonly board: PortInfo;
  readonly slot: string;
  readonly presence: 'here' | 'away';
}

function Plugged({ port, board, slot, presence }: PluggedProps) {
  const [, go] = useLocation();
  const section = sectionOf(useSearch());
  const job = useJobs((jobs) => jobOfBoard(jobs, port));
  const telling = useJobs((jobs) => tellingJobOf(jobs, port));
  const made = useJobs((jobs) => jobOfBoard(jobs, port, 'provision'));
  const devices = useDevices((state) => state.devices);
  const [console, setConsole] = useState<ConsoleState>({ at: 'opening' });
  /** Whether its program was stopped from here, and the board not started since. */
  const [runs, setRuns] = useState<'stopped' | 'started'>('started');
  const asked = useCallback(() => setRuns('stopped'), []);
  const files = useBoardFiles(port, asked);
  const program = useRunProgram(port, asked);
  const restarts = useCall('boards.restart');
  const removes = useCall('boards.removeVirtual');

  // Every job ends in a board that was started anew, whose files may be others.
  const ended = job !== undefined && isFinal(job.state) ? job.id : null;
  const [seen, setSeen] = useState(ended);
  if (ended !== seen) {
    setSeen(ended);
    if (ended !== null) {
      setRuns('started');
      files.leave();
    }
  }

  const holder = holderOf(job, console);
  const access = holder.by === 'job' || presence === 'away' || program.state === 'running' ? 'held' : 'free';
  const view = boardView(board, telling);
  const restart = {
    run: () => {
      // A program that was run from here would keep the board until its end.
      program.stop();
      void restarts.run({ port }).then((done) => {
        if (done === undefined) return;
        setRuns('started');
        program.forget();
      });
    },
    state:
      restarts.state === 'running' ? 'running' : holder.by === 'job' || presence === 'away' ? 'held' : 'idle',
  } as const;
  const show = (next: Section) => go(boardPath(port, next), { replace: true });

  return (
    <div className={css.page} data-section={section}>
      <BoardHead
        port={port}
        board={board}
        slot={slot}
        presence={presence}
        view={view}
        holder={holder}
        section={section}
        onSection={show}
        remove={
          board.source === 'virtual' && holder.by !== 'job'
            ? () => void removes.run({ port }).then((gone) => gone !== undefined && go('/'))
            : undefined
        }
      />
      <CallFailure failure={restarts.failure ?? removes.failure} />
      {section === 'files' && (
        <FilesSection
          port={port}
          files={files}
          program={program}
          access={access}
          restart={restart}
          stopped={runs === 'stopped' ? 'stopped' : 'no'}
          onAsked={asked}
        />
      )}
      {section === 'compare' ? (
        <CompareSection
          port={port}
          job={job}
          became={knownOf(made, devices).appType}
          access={access}
          onCompared={() => setRuns('started')}
        />
      ) : (
        <div className={css.console}>
          <ConsolePanel
            port={port}
            onState={setConsole}
            stop={program.state === 'running' ? program.stop : undefined}
            restart={restart}
          />
        </div>
      )}
      <LiveRegion
        message={provisionText.said(slot, holder.by === 'job' ? boardText.has(holder.who) : view.word)}
      />
    </div>
  );
}
