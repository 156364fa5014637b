/** Guided, a step at a time: where one is (left), what is asked (middle), what the board says (right). */
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { isFinal } from '../../../preload/contract/jobs.ts';
import { LiveRegion } from '../../components/index.ts';
import { jobOfBoard } from '../../stores/jobs.ts';
import { useJobs, useOta, useSettings } from '../../stores/react.ts';
import { provisionText } from '../../text/provision.ts';
import { boardName } from '../boards/board-name.ts';
import { useSlots } from '../boards/use-slots.ts';
import { useKeptFocus } from '../shell/use-kept-focus.ts';
import { useNow } from '../shell/use-now.ts';
import { BoardAside } from './board-aside.tsx';
import { FootActions } from './foot-actions.tsx';
import { Middle } from './middle.tsx';
import { outlookOf } from './outlook.ts';
import { PassportAside } from './passport-aside.tsx';
import css from './provision.module.css';
import { StepsAside } from './steps-aside.tsx';
import { useBoard } from './use-board.ts';
import { usePageKeys } from './use-page-keys.ts';
import { type Provisioning, useProvision } from './use-provision.ts';

export default function ProvisionPage({ port }: { readonly port: string }) {
  const [, go] = useLocation();
  const { board, slot, presence: lies } = useBoard(port);
  const told = useJobs((state) => state.feed.status !== 'waiting');
  const known = useSettings((state) => state.settings !== null);
  const presence = told && known ? lies : 'unknown';
  const on = useProvision(port, presence === 'here' || presence === 'away' ? board : undefined);
  const running = on.job !== undefined && !isFinal(on.job.state);
  const now = useNow(running ? 1000 : null);
  const types = useOta((state) => (state.feed.status === 'waiting' ? null : state.types));
  const next = useNextBoard(port);
  const toBench = () => go('/');
  const outlook = outlookOf({ on, board, presence, now, types, next, go });
  const cancels = running && on.job?.state.status !== 'cancelling';
  const armed = usePageKeys({
    onEnter: outlook.primary,
    onCancel: cancels ? on.cancel : undefined,
    onEscape: toBench,
  });
  const middle = useRef<HTMLElement>(null);
  useKeptFocus(middle, presence === 'unknown' ? null : askedBy(on), 'h1');
  const name = board === undefined ? port : boardName(board);
  return (
    <div className={css.page} data-job={on.shown.face === 'setup' ? undefined : on.shown.job.id}>
      <StepsAside
        slot={slot}
        state={outlook.state}
        word={outlook.word}
        fraction={outlook.fraction}
        name={name}
        recipe={on.recipe === undefined ? undefined : provisionText.makesOf(on.recipe)}
        view={outlook.steps}
        cancels={cancels}
      >
        <p>{armed ? provisionText.foot.armed : outlook.foot}</p>
        <FootActions on={on} next={next !== undefined} onBack={toBench} />
      </StepsAside>
      <section className={css.middle} ref={middle}>
        <Middle
          on={on}
          board={board}
          presence={presence}
          outlook={outlook}
          now={now}
          next={next}
          onBack={toBench}
        />
      </section>
      {outlook.passport !== undefined ? (
        <PassportAside
          passport={outlook.passport}
          slot={slot}
          board={presence === 'gone' ? undefined : board}
        />
      ) : (
        <BoardAside
          port={port}
          board={presence === 'gone' ? undefined : board}
          job={on.shown.face === 'setup' ? undefined : on.job}
          led={outlook.led}
        />
      )}
      <LiveRegion message={provisionText.said(slot, outlook.said)} />
    </div>
  );
}

/** What the middle is about, so that one step can be told from the next. */
function askedBy({ shown, draft }: Provisioning): string {
  if (shown.face === 'setup') return `setup, ${draft.screen}`;
  return shown.face === 'asking' ? `asking, ${shown.state.question.kind}` : shown.face;
}

/** The first slot whose board nothing was made of yet. */
function useNextBoard(port: string) {
  const jobs = useJobs((state) => state.jobs);
  const slot = useSlots().find(
    ({ board, presence }) =>
      presence === 'here' && board.path !== port && jobOfBoard({ jobs }, board.path) === undefined,
  );
  return slot === undefined ? undefined : { slot: slot.slot, port: slot.board.path };
}
