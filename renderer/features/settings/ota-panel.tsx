/** Where the OTA server listens, and how often devices report. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type OtaSettings, otaSettings } from '../../../preload/contract/settings.ts';
import { Panel } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './settings-page.module.css';

export function OtaPanel({ ota }: { readonly ota: OtaSettings }) {
  const text = settingsText.ota;
  const [host, setHost] = useState(ota.host);
  const [port, setPort] = useState(`${ota.port}`);
  const [seconds, setSeconds] = useState(
    ota.heartbeatIntervalMs === null ? '' : `${ota.heartbeatIntervalMs / 1000}`,
  );
  const [said, say] = useState('');
  const save = useCall('settings.saveOta');

  const wanted = otaSettings.safeParse({
    host: host.trim(),
    port: port.trim() === '' ? Number.NaN : Number(port),
    heartbeatIntervalMs: seconds.trim() === '' ? null : Math.round(Number(seconds) * 1000),
  });
  const wrong = (field: string) =>
    !wanted.success && wanted.error.issues.some(({ path }) => path[0] === field);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!wanted.success) return;
    if ((await save.run(wanted.data)) !== undefined) say(text.saved);
  };

  return (
    <Panel title={text.title}>
      <form className={css.form} onSubmit={submit} onChange={() => say('')}>
        <TextInput
          label={text.host}
          description={text.hostHelp}
          value={host}
          spellCheck={false}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        <div className={css.pair}>
          <TextInput
            label={text.port}
            description={text.portHelp}
            value={port}
            inputMode="numeric"
            error={wrong('port') && text.wrongPort}
            onChange={(event) => setPort(event.currentTarget.value)}
          />
          <TextInput
            label={text.heartbeat}
            description={text.heartbeatHelp}
            value={seconds}
            inputMode="decimal"
            error={wrong('heartbeatIntervalMs') && text.wrongHeartbeat}
            onChange={(event) => setSeconds(event.currentTarget.value)}
          />
        </div>
        <CallFailure failure={save.failure} />
        <p className={css.quiet} role="status">
          {said}
        </p>
        <Button
          type="submit"
          disabled={!wanted.success || host.trim() === ''}
          loading={save.state === 'running'}
        >
          {text.save}
        </Button>
      </form>
    </Panel>
  );
}
