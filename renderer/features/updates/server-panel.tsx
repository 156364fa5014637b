/** The server itself: on or off, where devices reach it, and which ones cannot. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { isLoopback } from '../../../preload/contract/ota.ts';
import { LiveMark, Panel } from '../../components/index.ts';
import { useOta, useSettings } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './updates-page.module.css';

export function ServerPanel() {
  const server = useOta(({ state }) => state);
  const saved = useSettings((state) => state.settings?.ota.host);
  const start = useCall('ota.start');
  const stop = useCall('ota.stop');
  const text = updatesText.server;
  const isOn = server.status === 'on';
  const isHeard = useOta(({ feed }) => feed.status === 'live');
  const host = isOn ? server.host : saved;
  const failure = start.failure ?? stop.failure ?? (server.status === 'failed' ? server.failure : null);
  return (
    <Panel title={text.title} lead={isOn && isHeard ? <LiveMark /> : undefined}>
      <div className={css.form}>
        {isOn ? (
          <p className={css.break}>
            {text.on} <code>{server.url}</code>
          </p>
        ) : (
          <p className={css.quiet}>{server.status === 'starting' ? text.starting : text.off}</p>
        )}
        {host !== undefined && isLoopback(host) && (
          <p className={css.quiet}>
            {text.virtualOnly} <Link href="/settings">{text.toSettings}</Link>
          </p>
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
