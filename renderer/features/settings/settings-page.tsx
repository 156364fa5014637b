/** What the bench knows before a board is plugged in: recipes, sites, where the server listens, where the data lies. */
import { PageHead } from '../../components/index.ts';
import { useSettings } from '../../stores/react.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { DataPanel } from './data-panel.tsx';
import { OtaPanel } from './ota-panel.tsx';
import { RecipesPanel } from './recipes-panel.tsx';
import css from './settings-page.module.css';
import { SitesPanel } from './sites-panel.tsx';
import { SlotsPanel } from './slots-panel.tsx';

export default function SettingsPage() {
  const settings = useSettings((state) => state.settings);
  const feed = useSettings((state) => state.feed);
  return (
    <>
      <PageHead title={settingsText.title} about={<p>{settingsText.about}</p>} />
      {feed.status === 'failed' && <CallFailure failure={feed.failure} />}
      {settings !== null && (
        <div className={css.page}>
          <RecipesPanel recipes={settings.recipes} />
          <SlotsPanel slots={settings.slots} />
          <div className={css.columns}>
            <div className={css.column}>
              <SitesPanel sites={settings.sites} kept={settings.secretsKept} />
              <DataPanel folder={settings.dataFolder} otaBase={settings.otaBase} />
            </div>
            <OtaPanel ota={settings.ota} />
          </div>
        </div>
      )}
    </>
  );
}
