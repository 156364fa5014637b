/** Where the OTA server listens, and how often devices report. */
import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { isLoopback, type OwnAddress } from '../../../preload/contract/ota.ts';
import type { OtaSettings } from '../../../preload/contract/settings.ts';
import { ChoiceList, Notice, Panel, TextField } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { type HostChoice, hostChoices, portFor } from './hosts.ts';
import { draftOf, type OtaDraft, readOta } from './ota-draft.ts';
import { Restart } from './restart.tsx';
import css from './settings-page.module.css';

const text = settingsText.ota;

export function OtaPanel({ ota }: { readonly ota: OtaSettings }) {
  const [draft, setDraft] = useState<OtaDraft>(() => draftOf(ota));
  const [addresses, setAddresses] = useState<readonly OwnAddress[]>([]);
  const look = useCall('ota.addresses');
  const save = useCall('settings.saveOta');
  const [said, say] = useState('');

  const { run } = look;
  const lookAround = async () => {
    const found = await run({});
    if (found !== undefined) setAddresses(found);
  };
  useEffect(() => {
    void run({}).then((found) => found !== undefined && setAddresses(found));
  }, [run]);

  const read = readOta(draft);
  const wrong = read.status === 'wrong' ? read.wrong : {};
  const change = (changes: Partial<OtaDraft>) => {
    setDraft({ ...draft, ...changes });
    say('');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (read.status === 'wrong') return;
    if ((await save.run(read.ota)) !== undefined) say(text.saved);
  };

  return (
    <Panel title={text.title}>
      <form className={css.form} onSubmit={submit}>
        <div>
          <p className={css.label}>{text.host}</p>
          <ChoiceList
            label={text.host}
            framed
            value={draft.host}
            onChange={(host) => change({ host, port: portFor(host, draft.port) })}
            choices={hostChoices(addresses, ota.host).map((choice) => ({
              value: choice.host,
              content: <Host choice={choice} />,
            }))}
          >
            <span className={css.name}>{addresses.length === 0 && text.noNetwork}</span>
            <Button variant="quiet" onClick={() => void lookAround()}>
              {text.look}
            </Button>
          </ChoiceList>
        </div>
        {isLoopback(draft.host) && (
          <Notice title={text.virtualOnly.title}>
            <p>{text.virtualOnly.why}</p>
          </Notice>
        )}
        <div className={css.pair}>
          <TextField
            label={text.port}
            hint={isLoopback(draft.host) ? text.portHelp : text.portStays}
            value={draft.port}
            error={wrong.port}
            onChange={(port) => change({ port })}
          />
          <TextField
            label={text.heartbeat}
            hint={text.heartbeatHelp}
            value={draft.seconds}
            error={wrong.seconds}
            onChange={(seconds) => change({ seconds })}
          />
        </div>
        <CallFailure failure={save.failure ?? look.failure} />
        <div className={css.row}>
          <Button
            type="submit"
            variant="filled"
            disabled={read.status === 'wrong'}
            loading={save.state === 'running'}
          >
            {text.save}
          </Button>
          <span className={css.quiet} role="status">
            {said}
          </span>
        </div>
        <Restart saved={ota} />
      </form>
    </Panel>
  );
}

function Host({ choice }: { readonly choice: HostChoice }) {
  const { title, why } = text.reach[choice.reach];
  return (
    <>
      <span className={css.name}>
        <b>{choice.reach === 'network' ? choice.network : title}</b>
        <span className={css.quiet}> {why}</span>
      </span>
      <code>{choice.host}</code>
    </>
  );
}
