/** The middle part: the one thing that is asked now. */
import type { PortInfo } from '../../../preload/contract/models.ts';
import { NothingHere } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import { Reachable } from '../shell/reachable.tsx';
import { BackUpFace } from './back-up-face.tsx';
import { BlinkFace } from './blink-face.tsx';
import { CancelledFace } from './cancelled-face.tsx';
import { FailedFace } from './failed-face.tsx';
import type { Outlook } from './outlook.ts';
import { type NextBoard, PassedFace } from './passed-face.tsx';
import { RecipeFace } from './recipe-face.tsx';
import { RunningFace } from './running-face.tsx';
import type { UsedBoard } from './use-board.ts';
import type { Provisioning } from './use-provision.ts';
import { WifiFace } from './wifi-face.tsx';

export interface MiddleProps {
  readonly on: Provisioning;
  readonly board: PortInfo | undefined;
  readonly presence: UsedBoard['presence'];
  readonly outlook: Outlook;
  readonly now: number;
  readonly next: NextBoard | undefined;
  readonly onBack: () => void;
}

export function Middle({ on, board, presence, outlook, now, next, onBack }: MiddleProps) {
  const { shown } = on;
  switch (shown.face) {
    case 'setup':
      if (presence === 'unknown') return null;
      if (presence === 'gone')
        return <NothingHere icon="usb" title={provisionText.gone.title} why={provisionText.gone.why} />;
      return (
        <>
          {board !== undefined && <Reachable source={board.source} />}
          {on.draft.screen === 'recipe' ? <RecipeFace {...on} /> : <WifiFace on={on} />}
        </>
      );
    case 'running':
      return <RunningFace on={on} state={shown.state} now={now} />;
    case 'asking':
      return shown.state.question.kind === 'back-up-files' ? (
        <BackUpFace on={on} files={shown.state.question.files} />
      ) : (
        <BlinkFace on={on} board={board} deviceId={shown.state.question.subject} />
      );
    case 'wifi-failed':
      return <WifiFace on={on} refused={shown} />;
    case 'failed':
      return <FailedFace on={on} {...shown} lines={outlook.lines} behind={outlook.behind} />;
    case 'cancelled':
      return <CancelledFace on={on} {...shown} onBack={onBack} />;
    case 'done':
      return <PassedFace passport={outlook.passport} next={next} onBack={onBack} />;
  }
}
