/** The device's config.json: read, changed key by key, merged by the device, read back. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { IconButton, Panel } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { checkDraft, type Draft, NO_DRAFT } from './config-draft.ts';
import { ConfigFields } from './config-fields.tsx';
import css from './config-panel.module.css';
import { clockSeconds } from './figures.ts';
import { plain } from './plain.ts';
import { type FetchSource, useFetched } from './use-fetched.ts';

export function ConfigPanel({ source }: { readonly source: FetchSource }) {
  const text = deviceText.config;
  const { deviceId } = source;
  const read = useFetched('device.config', { deviceId }, source);
  const save = useCall('device.setConfig');
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const [saved, setSaved] = useState(false);
  const config = read.value ?? {};
  const checked = checkDraft(config, draft);
  const saving = save.state === 'running';
  const dirty = draft.typed.size > 0 || draft.added.length > 0;

  const edit = (next: Draft) => {
    setSaved(false);
    setDraft(next);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (checked.status !== 'changed' || saving) return;
    const answer = await save.run({ deviceId, changes: checked.changes });
    if (answer === undefined) return;
    read.set(answer);
    setDraft(NO_DRAFT);
    setSaved(true);
  };
  const said = () => {
    switch (checked.status) {
      case 'invalid':
        return text.invalid;
      case 'too-large':
        return text.tooLarge(checked.bytes);
      case 'unchanged':
        return saved ? text.saved : text.unchanged(checked.bytes);
      case 'changed': {
        const names = Object.keys(checked.changes).map((key) => plain(key, 32));
        return text.changed(names.slice(0, 4).join(', '), checked.bytes);
      }
    }
  };

  return (
    <Panel
      title={text.title}
      aside={read.state === 'reading' ? text.reading : read.at !== null && text.readAt(clockSeconds(read.at))}
      actions={
        <IconButton
          icon="restart"
          label={text.again}
          variant="quiet"
          disabled={!source.wanted || read.state === 'reading'}
          onClick={read.read}
        />
      }
    >
      {read.value === null && !source.wanted && <p className={css.waits}>{deviceText.waits}</p>}
      <form className={css.form} onSubmit={submit}>
        {read.value !== null && (
          <ConfigFields config={config} draft={draft} checked={checked} onEdit={edit} />
        )}
        <CallFailure failure={save.failure ?? read.failure} />
        {read.value !== null && (
          <div className={css.foot}>
            <Button type="submit" disabled={checked.status !== 'changed' || !source.wanted} loading={saving}>
              {text.save}
            </Button>
            {dirty && (
              <Button variant="quiet" disabled={saving} onClick={() => edit(NO_DRAFT)}>
                {text.discard}
              </Button>
            )}
            <p className={css.said} role="status">
              {said()}
            </p>
          </div>
        )}
      </form>
    </Panel>
  );
}
