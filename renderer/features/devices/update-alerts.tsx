/** Why the device does not get what its type has: it refused that, or it takes nothing that this bench signs. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { Device } from '../../../preload/contract/models.ts';
import { FailureAlert } from '../../components/index.ts';
import { useOta, useRequests } from '../../stores/react.ts';
import { deviceText } from '../../text/devices.ts';
import { describeFailure } from '../../text/errors.ts';
import { describeRefusal } from '../../text/refusals.ts';
import { foreignKeys, updateViewOf } from './update-view.ts';

export function UpdateAlerts({ device }: { readonly device: Device }) {
  const type = useOta(({ types }) => types.find(({ name }) => name === device.appType));
  const foreign = useRequests(({ requests }) => foreignKeys(requests, device.deviceId));
  const view = updateViewOf(device, type);
  return (
    <>
      {view.status === 'held-back' && <HeldBack reason={view.reason} />}
      {foreign !== undefined && <Foreign failure={foreign} />}
    </>
  );
}

function HeldBack({ reason }: { readonly reason: string | null }) {
  const [, go] = useLocation();
  const text = deviceText.heldBack;
  const { sentence, remedy } = describeRefusal(reason);
  return (
    <FailureAlert
      state="attention"
      title={text.title}
      cause={`${sentence} ${text.until}`}
      remedy={remedy}
      actions={<Button onClick={() => go('/updates')}>{text.action}</Button>}
    />
  );
}

function Foreign({ failure }: { readonly failure: FailureData }) {
  const { sentence, remedy } = describeFailure(failure);
  return <FailureAlert state="attention" title={sentence} code={failure.code} remedy={remedy} />;
}
