/** Where the device answers, as it said or as somebody knows better. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Device } from '../../../preload/contract/models.ts';
import { TextField } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './about-panel.module.css';

/** A first look; the bench decides. */
const ADDRESS = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/;

export function AddressField({ device }: { readonly device: Device }) {
  const text = deviceText.about;
  const set = useCall('device.setAddress');
  const [typed, setTyped] = useState(device.address ?? '');
  const address = typed.trim();
  const changed = address !== (device.address ?? '');
  const right = ADDRESS.test(address);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (changed && right) await set.run({ deviceId: device.deviceId, address });
  };
  return (
    <form className={css.address} onSubmit={submit}>
      <TextField
        label={text.address}
        dense
        machine
        value={typed}
        onChange={setTyped}
        hint={text.addressHint}
        error={changed && address !== '' && !right ? text.addressWrong : undefined}
      />
      {changed && (
        <div>
          <Button type="submit" disabled={!right} loading={set.state === 'running'}>
            {text.saveAddress}
          </Button>
        </div>
      )}
      <CallFailure failure={set.failure} />
    </form>
  );
}
