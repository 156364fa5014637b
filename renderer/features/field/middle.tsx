/** The middle: the one thing that is asked or done now. */
import { NothingHere, Panel, Progress } from '../../components/index.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './field-page.module.css';
import { GuidePanel } from './guide-panel.tsx';
import { NetworkAsk } from './network-ask.tsx';
import { CancelledFace, DoneFace, FailedFace } from './outcome.tsx';
import { Route } from './route.tsx';
import type { Shown } from './shown.ts';
import { StartPanel } from './start-panel.tsx';
import type { UsedField } from './use-field.ts';

export function Middle({ on, now }: { readonly on: UsedField; readonly now: number }) {
  return (
    <>
      <Route on={on} />
      <Face on={on} now={now} />
    </>
  );
}

function Face({ on, now }: { readonly on: UsedField; readonly now: number }) {
  const { shown } = on;
  switch (shown.face) {
    case 'setup':
      return <StartPanel on={on} />;
    case 'guide':
      return <GuidePanel on={on} details={shown.details} />;
    case 'joining':
    case 'working':
      return <Doing shown={shown} home={on.home} />;
    case 'choosing': {
      const { networks, listenedAt, mode } = shown.details;
      return (
        <>
          <NetworkAsk
            key={shown.job.id}
            title={fieldText.hand.title}
            networks={networks}
            aside={listenedAt === null ? undefined : fieldText.hand.scanned(fieldText.ago(now - listenedAt))}
            again={fieldText.hand.again}
            onAgain={on.listenAgain}
            listening="no"
            action={mode === 'automatic' ? fieldText.hand.give : fieldText.hand.giveManual}
            busy="no"
            onGive={on.give}
            onDraft={on.wish}
          />
          <CallFailure failure={on.failure} />
        </>
      );
    }
    case 'done':
      return (
        <>
          {shown.result.homecoming === 'moved-on' && (
            <NothingHere icon="laptop" title={fieldText.promise.movedOn} />
          )}
          <DoneFace on={on} result={shown.result} />
        </>
      );
    case 'failed':
      return <FailedFace on={on} shown={shown} />;
    case 'cancelled':
      return <CancelledFace on={on} shown={shown} />;
  }
}

interface DoingProps {
  readonly shown: Extract<Shown, { face: 'joining' | 'working' }>;
  readonly home: string | null;
}

function Doing({ shown, home }: DoingProps) {
  const { title, why } = doingOf(shown, home);
  return (
    <Panel title={title}>
      <Progress fraction={null} phase={why} />
      <p className={css.why}>{'progress' in shown.state ? plain(shown.state.progress.sentence, 120) : ''}</p>
    </Panel>
  );
}

function doingOf({ details, state }: DoingProps['shown'], home: string | null) {
  const text = fieldText.working;
  const back = home === null ? null : plain(home, 32);
  if (state.status === 'cancelling') return text.returning(back);
  const phase = 'progress' in state ? state.progress.phase : 'join';
  switch (phase) {
    case 'join':
      return { title: fieldText.joining.title(plain(details.ssid, 32)), why: fieldText.joining.why };
    case 'hand-over':
      return details.listenedAt === null || details.given === null ? text.asking : text.handing;
    case 'home':
      return text.returning(back);
    default:
      return text.confirming(plain(details.given?.ssid ?? '', 32));
  }
}
