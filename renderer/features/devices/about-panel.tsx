/** What the device is, where it answers, what lies on its flash; and how to drop it from the list. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Device } from '../../../preload/contract/models.ts';
import { Hash, Ident, KeyValues, Panel } from '../../components/index.ts';
import { devicesText, deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './about-panel.module.css';
import { AddressField } from './address-field.tsx';
import { kindOf } from './fleet.ts';
import { ForgetDevice } from './forget-device.tsx';
import { plain } from './plain.ts';
import { type FetchSource, useFetched } from './use-fetched.ts';

/** More files than these are only counted. */
const FILES = 100;

interface AboutPanelProps {
  readonly device: Device;
  readonly source: FetchSource;
  readonly now: number;
}

export function AboutPanel({ device, source, now }: AboutPanelProps) {
  const text = deviceText.about;
  const info = useFetched('device.info', { deviceId: device.deviceId }, source);
  const [files, setFiles] = useState<'hidden' | 'shown'>('hidden');
  const all = info.value?.files ?? [];
  const total = all.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const when = (at: number | null) => (at === null ? devicesText.never : devicesText.ago(now - at));
  const said = (value: string | null | undefined) => plain(value ?? devicesText.none, 48);

  return (
    <Panel title={text.title}>
      <div className={css.body}>
        <KeyValues
          rows={[
            { name: text.mac, value: <Ident value={plain(info.value?.mac ?? device.mac, 32)} /> },
            { name: text.kind, value: kindOf(device.deviceType) || devicesText.none },
            { name: text.firmware, value: said(info.value?.firmware ?? device.firmware) },
            { name: text.version, value: said(info.value?.version ?? device.version) },
            {
              name: text.set,
              value: device.set === null ? devicesText.none : <Hash value={device.set} copy />,
            },
            { name: text.booted, value: when(device.bootAt) },
            { name: text.registered, value: when(device.registeredAt) },
            ...(info.value === null
              ? []
              : [
                  {
                    name: text.flash,
                    value: (
                      <span className={css.flash}>
                        {text.files(all.length, devicesText.size(total))}
                        <Button
                          variant="quiet"
                          aria-expanded={files === 'shown'}
                          onClick={() => setFiles(files === 'shown' ? 'hidden' : 'shown')}
                        >
                          {files === 'shown' ? text.hide : text.show}
                        </Button>
                      </span>
                    ),
                  },
                ]),
          ]}
        />
        {files === 'shown' && (
          <ul className={css.files}>
            {all.slice(0, FILES).map(({ name, size }, place) => (
              // Its place and not its name: a device may name a file twice
              <li key={place} className={css.file}>
                <code>{plain(name, 64)}</code>
                <span>{devicesText.size(size)}</span>
              </li>
            ))}
          </ul>
        )}
        <CallFailure failure={info.failure} />
        <AddressField key={device.address} device={device} />
        <ForgetDevice deviceId={device.deviceId} />
      </div>
    </Panel>
  );
}
