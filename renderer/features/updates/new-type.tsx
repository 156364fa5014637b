/** Makes an app type: the platform's files and those of one app that comes with this program. */
import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { Panel, SelectField, TextField } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { APP_TYPE_NAME } from './sets.ts';
import css from './updates-page.module.css';

export interface NewTypeProps {
  readonly taken: readonly string[];
  readonly onMade: (name: string) => void;
  readonly onClose: () => void;
}

export function NewType({ taken, onMade, onClose }: NewTypeProps) {
  const text = updatesText.newType;
  const [name, setName] = useState('');
  const [apps, setApps] = useState<readonly string[]>([]);
  const [app, setApp] = useState<string | null>(null);
  const list = useCall('ota.apps');
  const create = useCall('ota.createType');

  useEffect(() => {
    void list.run({}).then((found) => {
      setApps(found ?? []);
      setApp(found?.[0] ?? null);
    });
  }, [list.run]);

  const error = taken.includes(name)
    ? text.exists
    : name !== '' && !APP_TYPE_NAME.test(name)
      ? text.wrong
      : undefined;
  const ready = error === undefined && name !== '' && app !== null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    if ((await create.run({ name, app })) !== undefined) onMade(name);
  };

  return (
    <Panel title={text.title}>
      <form className={css.form} onSubmit={submit}>
        <TextField
          label={text.name}
          hint={text.nameHelp}
          example={text.nameExample}
          value={name}
          error={error}
          onChange={setName}
          machine
          autoFocus
        />
        <SelectField
          label={text.app}
          hint={text.appHelp}
          options={apps.map((one) => ({ value: one, label: one }))}
          value={app}
          onChange={setApp}
        />
        <CallFailure failure={create.failure ?? list.failure} />
        <div className={css.row}>
          <Button type="submit" variant="filled" disabled={!ready} loading={create.state === 'running'}>
            {text.create}
          </Button>
          <Button onClick={onClose}>{text.cancel}</Button>
        </div>
      </form>
    </Panel>
  );
}
