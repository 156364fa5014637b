/** The server itself: on or off, and where devices reach it. */
import { Button } from '@mantine/core';
import { LiveMark, Panel } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './updates-page.module.css';

export function ServerPanel() {
  const server = useOta(({ state }) => state);
  const start = useCall('ota.start');
  const stop = useCall('ota.stop');
  const text = updatesText.server;
  const isOn = server.status === 'on';
  const failure = start.failure ?? stop.failure ?? (server.status === 'failed' ? server.failure : null);
  return (
    <Panel title={text.title} lead={isOn ? <LiveMark /> : undefined}>
      <div className={css.form}>
        {isOn ? (
          <p className={css.break}>
            {text.on} <code>{server.url}</code>
          </p>
        ) : (
          <p className={css.quiet}>{server.status === 'starting' ? text.starting : text.off}</p>
        )}
        <CallFailure failure={failure} />
        {isOn ? (
          <Button loading={stop.state === 'running'} onClick={() => void stop.run({})}>
            {text.stop}
          </Button>
        ) : (
          <Button
            variant="filled"
            loading={start.state === 'running' || server.status === 'starting'}
            onClick={() => void start.run({})}
          >
            {text.start}
          </Button>
        )}
      </div>
    </Panel>
  );
}
