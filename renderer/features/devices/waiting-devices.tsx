/** Devices that run boot.py and nothing else, until somebody says what each one is for. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { cls, FailureAlert, Ident, SelectField } from '../../components/index.ts';
import { useDevices, useOta } from '../../stores/react.ts';
import { devicesText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import bare from './bare-field.module.css';
import css from './waiting-devices.module.css';

export interface WaitingDevice {
  readonly id: string;
  readonly kind: string;
}

export function WaitingDevices({ devices }: { readonly devices: readonly WaitingDevice[] }) {
  const [, go] = useLocation();
  const text = devicesText.assign;
  const types = useOta((state) => state.types);
  if (devices.length === 0) return null;
  const noTypes = types.length === 0;
  return (
    <FailureAlert
      state="attention"
      title={text.title(devices.length)}
      cause={noTypes ? text.noTypes : text.cause(devices.length)}
      actions={noTypes ? <Button onClick={() => go('/updates')}>{text.makeType}</Button> : undefined}
    >
      {!noTypes && (
        <ul className={css.list}>
          {devices.map((device) => (
            <Waiting key={device.id} device={device} types={types.map(({ name }) => name)} />
          ))}
        </ul>
      )}
    </FailureAlert>
  );
}

interface WaitingProps {
  readonly device: WaitingDevice;
  readonly types: readonly string[];
}

function Waiting({ device, types }: WaitingProps) {
  const text = devicesText.assign;
  const assign = useCall('device.assignType');
  const assigned = useDevices(({ devices }) => devices.get(device.id)?.assignedType ?? null);
  const first = assigned ?? (types.length === 1 ? types[0] : undefined);
  const [chosen, choose] = useState<string | null>(first ?? null);

  return (
    <li className={css.item}>
      <div className={css.row}>
        <Ident value={device.id} tone="strong" />
        <span className={css.kind}>{device.kind}</span>
        <div className={cls(css.field, bare.bare)}>
          <SelectField
            label={text.field(device.id)}
            dense
            value={chosen}
            options={types.map((name) => ({ value: name, label: name }))}
            onChange={choose}
            example={text.choose}
          />
        </div>
        <Button
          disabled={chosen === null || chosen === assigned}
          loading={assign.state === 'running'}
          onClick={() => {
            if (chosen !== null) void assign.run({ deviceId: device.id, appType: chosen });
          }}
        >
          {text.action}
        </Button>
        <span role="status">{assigned !== null && text.assigned(assigned)}</span>
      </div>
      <CallFailure failure={assign.failure} />
    </li>
  );
}
