/** Sites: the Wi-Fi networks that boards are given. A password goes in and never comes out again. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Site } from '../../../preload/contract/settings.ts';
import { Panel } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './settings-page.module.css';

export function SitesPanel({ sites }: { readonly sites: readonly Site[] }) {
  const text = settingsText.sites;
  const remove = useCall('settings.removeSite');
  return (
    <Panel title={text.title} aside={text.aside} flush>
      <ul className={css.sites}>
        {sites.map(({ ssid, secret }) => (
          <li key={ssid}>
            <div className={css.site}>
              <b>{ssid}</b>
              <span>{text.secret[secret]}</span>
            </div>
            <Button variant="quiet" onClick={() => void remove.run({ ssid })}>
              {text.remove}
            </Button>
          </li>
        ))}
      </ul>
      <div className={css.inside}>
        {sites.length === 0 && <p className={css.quiet}>{text.none}</p>}
        <CallFailure failure={remove.failure} />
        <NewSite />
      </div>
    </Panel>
  );
}

function NewSite() {
  const text = settingsText.sites;
  const [ssid, setSsid] = useState('');
  const [password, setPassword] = useState('');
  const save = useCall('settings.saveSite');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (ssid === '' || (await save.run({ ssid, password })) === undefined) return;
    setSsid('');
    setPassword('');
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        label={text.ssid}
        value={ssid}
        maxLength={32}
        autoComplete="off"
        onChange={(event) => setSsid(event.currentTarget.value)}
      />
      <PasswordInput
        label={text.password}
        description={text.passwordHelp}
        value={password}
        maxLength={64}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <CallFailure failure={save.failure} />
      <Button type="submit" disabled={ssid === ''} loading={save.state === 'running'}>
        {text.add}
      </Button>
    </form>
  );
}
