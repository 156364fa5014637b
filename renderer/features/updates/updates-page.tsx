/** The OTA server: what it offers, who runs what, what it is being asked. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { NothingHere, PageHead } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { FilesPanel } from './files-panel.tsx';
import { useHeldDevices } from './held-devices.ts';
import { HotfixPanel } from './hotfix-panel.tsx';
import { NewType } from './new-type.tsx';
import { RequestsPanel } from './requests-panel.tsx';
import { ServerPanel } from './server-panel.tsx';
import { SetsPanel } from './sets-panel.tsx';
import { TypeAlerts } from './type-alerts.tsx';
import { TypesList } from './types-list.tsx';
import css from './updates-page.module.css';

export default function UpdatesPage() {
  const text = updatesText;
  const types = useOta((state) => state.types);
  const feed = useOta((state) => state.feed);
  const devices = useHeldDevices();
  const [chosen, choose] = useState<string | null>(null);
  const [making, make] = useState<'no' | 'making'>('no');
  const type = types.find(({ name }) => name === chosen) ?? types[0];
  const own = devices.filter(({ appType }) => appType === type?.name);
  const made = (name: string) => {
    choose(name);
    make('no');
  };

  return (
    <>
      <PageHead title={text.title} about={<p>{text.about}</p>} />
      {feed.status === 'failed' && <CallFailure failure={feed.failure} />}
      <div className={css.columns}>
        <div className={css.column}>
          <ServerPanel />
          <TypesList
            types={types}
            devices={devices}
            current={type?.name ?? null}
            onChoose={choose}
            onNew={() => make('making')}
          />
          {making === 'making' && (
            <NewType taken={types.map(({ name }) => name)} onMade={made} onClose={() => make('no')} />
          )}
        </div>
        <div className={css.column}>
          {type !== undefined && (
            <>
              <TypeAlerts type={type} devices={own} />
              <SetsPanel type={type} devices={own} />
              <FilesPanel type={type} />
            </>
          )}
          {type === undefined && feed.status === 'live' && (
            <NothingHere
              icon="updates"
              title={text.noTypes.title}
              why={text.noTypes.text}
              action={
                making === 'no' ? (
                  <Button variant="filled" onClick={() => make('making')}>
                    {text.noTypes.action}
                  </Button>
                ) : undefined
              }
            />
          )}
        </div>
        <div className={css.column}>
          <HotfixPanel devices={devices} />
          <RequestsPanel />
        </div>
      </div>
    </>
  );
}
