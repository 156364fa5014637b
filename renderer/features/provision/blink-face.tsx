/** What only a person can tell: whether the board in front of them is the device that was just asked to blink. */
import { Button } from '@mantine/core';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { Icon, PageHead } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { BoardPicture } from './board-aside.tsx';
import { DeviceName } from './device-name.tsx';
import css from './provision.module.css';
import result from './result.module.css';
import type { Provisioning } from './use-provision.ts';
import { YesNo } from './yes-no.tsx';

export interface BlinkFaceProps {
  readonly on: Provisioning;
  readonly board: PortInfo | undefined;
  /** The device that blinked. */
  readonly deviceId: string;
}

export function BlinkFace({ on, board, deviceId }: BlinkFaceProps) {
  const text = provisionText.blink;
  const again = useCall('device.identify');
  const blinking = again.state === 'running';
  return (
    <>
      <PageHead title={text.title} about={text.why} />
      <div className={result.look}>
        <BoardPicture board={board} led={blinking ? 'blinking' : 'on'} width={340} />
        <p className={result.light}>{text.light[board?.kind ?? 'unknown']}</p>
        <DeviceName lead={text.which} id={deviceId} />
      </div>
      <YesNo text={text} onAnswer={on.answer} />
      <div className={css.actions}>
        <Button
          leftSection={<Icon name="light" />}
          aria-busy={blinking}
          onClick={() => {
            if (!blinking) void again.run({ deviceId });
          }}
        >
          {blinking ? text.blinking : text.more}
        </Button>
      </div>
      <CallFailure failure={on.failure ?? again.failure} />
    </>
  );
}
