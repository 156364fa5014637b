/** Asks for the last four digits, and starts the job. */
import { ConfirmTyped } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './device-page.module.css';

interface ResetDialogProps {
  readonly deviceId: string;
  readonly mac: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ResetDialog({ deviceId, mac, opened, onClose }: ResetDialogProps) {
  const text = deviceText.reset;
  const reset = useCall('jobs.factoryReset');
  const confirm = async () => {
    if ((await reset.run({ deviceId })) !== undefined) onClose();
  };
  return (
    <ConfirmTyped
      opened={opened}
      title={text.title}
      name={deviceId}
      action={text.action}
      doing={reset.state === 'running' ? text.asking : undefined}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        <b>{text.goes}</b> {text.stays}
      </p>
      <p>
        {text.opens} <code className={css.nowrap}>{`IoT-${mac.slice(-6)}`}</code> {text.again}
      </p>
      <CallFailure failure={reset.failure} />
    </ConfirmTyped>
  );
}
