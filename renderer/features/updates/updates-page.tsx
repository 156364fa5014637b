/** The OTA server: what it offers, who runs what, what it is being asked. */
import { useState } from 'react';
import { useDevices, useOta } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { FilesPanel } from './files-panel.tsx';
import { HotfixPanel } from './hotfix-panel.tsx';
import { NewType } from './new-type.tsx';
import { RequestsPanel } from './requests-panel.tsx';
import { ServerPanel } from './server-panel.tsx';
import { SetsPanel } from './sets-panel.tsx';
import { TypesList } from './types-list.tsx';
import css from './updates-page.module.css';

export default function UpdatesPage() {
  const types = useOta((state) => state.types);
  const devices = [...useDevices((state) => state.devices).values()];
  const [chosen, choose] = useState<string | null>(null);
  const type = types.find(({ name }) => name === chosen) ?? types[0];

  return (
    <div className={css.page}>
      <header>
        <h1>{updatesText.title}</h1>
        <p className={css.about}>{updatesText.about}</p>
      </header>
      <div className={css.columns}>
        <div className={css.column}>
          <ServerPanel />
          <TypesList types={types} devices={devices} current={type?.name ?? null} onChoose={choose} />
          <NewType taken={types.map(({ name }) => name)} onMade={choose} />
        </div>
        <div className={css.column}>
          {type === undefined ? (
            <section className={css.none}>
              <h2>{updatesText.noTypes.title}</h2>
              <p>{updatesText.noTypes.text}</p>
            </section>
          ) : (
            <>
              <SetsPanel type={type} devices={devices.filter(({ appType }) => appType === type.name)} />
              <FilesPanel type={type} />
            </>
          )}
        </div>
        <div className={css.column}>
          <HotfixPanel devices={devices} />
          <RequestsPanel />
        </div>
      </div>
    </div>
  );
}
