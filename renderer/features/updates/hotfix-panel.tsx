/** A hotfix: files for one device, laid down at once and offered at its next heartbeat. */
import { Button, FileButton } from '@mantine/core';
import { memo, useRef, useState } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { Device } from '../../../preload/contract/models.ts';
import { Icon, NothingHere, Panel, SelectField, StateWord } from '../../components/index.ts';
import { useRequests } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { lastHotfix } from './hotfix.ts';
import { readAll } from './read-files.ts';
import css from './updates-page.module.css';

export interface HotfixPanelProps {
  readonly devices: readonly Device[];
}

/** Changes only with the devices: the requests that come in are its footnote's. */
export const HotfixPanel = memo(function HotfixPanel({ devices }: HotfixPanelProps) {
  const text = updatesText.hotfix;
  const [deviceId, setDevice] = useState<string | null>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [said, say] = useState<string | null>(null);
  const [unread, setUnread] = useState<FailureData | null>(null);
  const forgetChosen = useRef<() => void>(null);
  const drop = useCall('ota.dropHotfix');
  const end = useCall('ota.dropOverlay');
  const device = devices.find((one) => one.deviceId === deviceId);
  const overlay = Object.keys(device?.overlay ?? {});
  const ending = device?.overlayWish === 'drop';

  const choose = (chosen: File[]) => {
    setFiles(chosen);
    setUnread(null);
    // A file that was changed can be chosen again: to a browser the same name is no news.
    forgetChosen.current?.();
  };
  const lay = async () => {
    if (device === undefined) return;
    setUnread(null);
    const contents = await readAll(files);
    if (contents.status === 'unreadable') {
      setUnread(contents.failure);
      return;
    }
    if ((await drop.run({ deviceId: device.deviceId, files: contents.files })) === undefined) return;
    say(text.laid(files.map(({ name }) => name).join(', ')));
    setFiles([]);
  };

  if (devices.length === 0) {
    return <NothingHere icon="updates" title={text.none.title} why={text.none.why} />;
  }
  return (
    <Panel title={text.title}>
      <div className={css.form}>
        <SelectField
          label={text.device}
          example={text.choose}
          searchable
          options={devices.map((one) => ({ value: one.deviceId, label: one.deviceId }))}
          value={deviceId}
          onChange={(next) => {
            setDevice(next);
            say(null);
          }}
        />
        {overlay.length > 0 && (
          <p>
            {text.carries(overlay.join(', '))} {ending && text.ended}
          </p>
        )}
        {files.length > 0 && (
          <ul className={css.files}>
            {files.map((file) => (
              <li key={file.name}>
                <Icon name="file" />
                <code>{file.name}</code>
                <span className={css.quiet}>{updatesText.size(file.size)}</span>
              </li>
            ))}
          </ul>
        )}
        {device !== undefined && <Outcome deviceId={device.deviceId} />}
        <p className={css.foot} role="status">
          {said ?? text.help}
        </p>
        <CallFailure failure={unread ?? drop.failure ?? end.failure} />
        <div className={css.row}>
          <FileButton multiple accept=".py" onChange={choose} resetRef={forgetChosen}>
            {(props) => <Button {...props}>{text.add}</Button>}
          </FileButton>
          {files.length > 0 && (
            <Button
              variant="filled"
              disabled={device === undefined}
              loading={drop.state === 'running'}
              onClick={() => void lay()}
            >
              {text.drop}
            </Button>
          )}
          {files.length === 0 && device !== undefined && overlay.length > 0 && (
            <Button
              disabled={ending}
              loading={end.state === 'running'}
              onClick={() => void end.run({ deviceId: device.deviceId })}
            >
              {text.end}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
});

/** What became of the last hotfix, as the device reported it. */
function Outcome({ deviceId }: { readonly deviceId: string }) {
  const last = useRequests(({ requests }) => lastHotfix(requests, deviceId));
  if (last === undefined) return null;
  const { state, word } = updatesText.hotfix.outcome[last.outcome];
  return (
    <p className={css.outcome}>
      <StateWord state={state} word={word} />
      <code>{last.names.join(', ')}</code>
    </p>
  );
}
