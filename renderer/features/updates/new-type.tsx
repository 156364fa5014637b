/** Makes an app type: the platform's files and those of one app that comes with this program. */
import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { Panel } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { APP_TYPE_NAME } from './sets.ts';
import css from './updates-page.module.css';

export interface NewTypeProps {
  readonly taken: readonly string[];
  readonly onMade: (name: string) => void;
}

export function NewType({ taken, onMade }: NewTypeProps) {
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
      : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (error !== null || name === '' || app === null) return;
    const made = await create.run({ name, app });
    if (made === undefined) return;
    onMade(name);
    setName('');
  };

  return (
    <Panel title={text.title}>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={text.name}
          description={text.nameHelp}
          value={name}
          error={error}
          maxLength={32}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select label={text.app} data={[...apps]} value={app} onChange={setApp} />
        <CallFailure failure={create.failure ?? list.failure} />
        <Button
          type="submit"
          disabled={error !== null || name === '' || app === null}
          loading={create.state === 'running'}
        >
          {text.create}
        </Button>
      </form>
    </Panel>
  );
}
