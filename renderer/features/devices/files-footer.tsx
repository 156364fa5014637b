/** Which set becomes which, what may stand in the way of it, and the one thing to do about it. */
import { Button } from '@mantine/core';
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { Hash, StateWord } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './files-panel.module.css';
import type { NextBoot } from './next-boot.ts';
import { plain } from './plain.ts';
import type { Restarter } from './restart.ts';
import type { UpdateView } from './update-view.ts';

interface FilesFooterProps {
  readonly restart: Restarter;
  readonly device: Device;
  readonly type: AppTypeSummary;
  readonly next: NextBoot;
  readonly view: UpdateView;
}

export function FilesFooter({ device, type, next, view, restart }: FilesFooterProps) {
  const text = deviceText.files;
  const serving = useOta(({ state }) => state.status === 'on');
  const end = useCall('ota.dropOverlay');
  const ending = device.overlayWish === 'drop';
  const changes = next.replaced + next.added > 0;
  const hotfixed = next.rows.filter(({ from }) => from === 'hotfixed').map(({ name }) => plain(name, 40));

  return (
    <>
      <div className={css.said}>
        <p>
          {changes ? (
            <>
              {text.becomes.set} <SetName set={device.set} version={device.version} /> {text.becomes.becomes}{' '}
              <SetName set={type.set} version={type.version} />.
            </>
          ) : (
            <>
              {text.sameSet} <SetName set={device.set} version={device.version} />.
            </>
          )}
        </p>
        {hotfixed.length > 0 && (
          <p>
            {text.hotfixed(hotfixed.slice(0, 4).join(', '))} {ending ? text.ended : text.hotfixStays}
          </p>
        )}
        {view.status === 'on-trial' && (
          <p className={css.trial}>
            <StateWord state="working" word={text.onTrial} /> {text.trialHelp}
          </p>
        )}
        {view.status === 'held-back' && (
          <p>
            {text.becomes.set} <SetName set={type.set} version={type.version} /> {text.heldBack}
          </p>
        )}
        {!serving && <p>{text.off}</p>}
        <CallFailure failure={end.failure} />
      </div>
      <div className={css.actions}>
        {hotfixed.length > 0 && (
          <Button
            disabled={ending}
            loading={end.state === 'running'}
            onClick={() => void end.run({ deviceId: device.deviceId })}
          >
            {text.endHotfix}
          </Button>
        )}
        {changes && serving && (
          <Button
            variant="filled"
            loading={restart.state === 'running'}
            disabled={restart.state === 'unreachable'}
            onClick={restart.run}
          >
            {text.restart}
          </Button>
        )}
      </div>
    </>
  );
}

interface SetNameProps {
  readonly set: string | null;
  readonly version: string | null;
}

function SetName({ set, version }: SetNameProps) {
  const short = version?.split('+')[0] ?? '';
  return (
    <>
      {set === null ? '–' : <Hash value={set} />}
      {short !== '' && ` (${plain(short, 24)})`}
    </>
  );
}
