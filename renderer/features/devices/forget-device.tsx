/** Drops the device from the list. It comes back by itself when it speaks, so a second click is enough of a question. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './about-panel.module.css';

export function ForgetDevice({ deviceId }: { readonly deviceId: string }) {
  const text = deviceText.about;
  const [, go] = useLocation();
  const forget = useCall('device.forget');
  const [asked, setAsked] = useState<'no' | 'asked'>('no');
  const run = async () => {
    if ((await forget.run({ deviceId })) !== undefined) go('/devices');
  };
  return (
    <div className={css.forget}>
      {asked === 'no' ? (
        <Button variant="quiet" onClick={() => setAsked('asked')}>
          {text.forget}
        </Button>
      ) : (
        <>
          <p>{text.forgetHelp}</p>
          <div className={css.row}>
            <Button autoFocus onClick={() => setAsked('no')}>
              {text.forgetKeep}
            </Button>
            <Button variant="danger" loading={forget.state === 'running'} onClick={() => void run()}>
              {text.forgetSure}
            </Button>
          </div>
        </>
      )}
      <CallFailure failure={forget.failure} />
    </div>
  );
}
