/** Says that the server still listens where it did before, and makes it listen where it should. */
import { Button } from '@mantine/core';
import type { OtaState } from '../../../preload/contract/ota.ts';
import type { OtaSettings } from '../../../preload/contract/settings.ts';
import { Notice } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { listensElsewhere } from './hosts.ts';

export function Restart({ saved }: { readonly saved: OtaSettings }) {
  const text = settingsText.ota.elsewhere;
  const server = useOta(({ state }): OtaState => state);
  const stop = useCall('ota.stop');
  const start = useCall('ota.start');
  const again = async () => {
    if ((await stop.run({})) !== undefined) await start.run({});
  };
  const failure = stop.failure ?? start.failure;
  if (!listensElsewhere(server, saved)) return <CallFailure failure={failure} />;
  return (
    <Notice
      state="attention"
      title={text.title(server.host, server.port)}
      actions={
        <Button loading={stop.state === 'running' || start.state === 'running'} onClick={() => void again()}>
          {text.action}
        </Button>
      }
    >
      <p>{text.why}</p>
      <CallFailure failure={failure} />
    </Notice>
  );
}
