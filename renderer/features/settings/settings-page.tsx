/** What the bench knows before a board is plugged in: recipes, sites, where the server listens, where the data lies. */
import { useSettings } from '../../stores/react.ts';
import { settingsText } from '../../text/settings.ts';
import { DataPanel } from './data-panel.tsx';
import { OtaPanel } from './ota-panel.tsx';
import { RecipesPanel } from './recipes-panel.tsx';
import css from './settings-page.module.css';
import { SitesPanel } from './sites-panel.tsx';

export default function SettingsPage() {
  const settings = useSettings((state) => state.settings);
  return (
    <div className={css.page}>
      <header>
        <h1>{settingsText.title}</h1>
        <p className={css.quiet}>{settingsText.about}</p>
      </header>
      {settings !== null && (
        <div className={css.columns}>
          <div className={css.column}>
            <RecipesPanel recipes={settings.recipes} />
            <DataPanel folder={settings.dataFolder} otaBase={settings.otaBase} />
          </div>
          <div className={css.column}>
            <SitesPanel sites={settings.sites} />
            <OtaPanel ota={settings.ota} />
          </div>
        </div>
      )}
    </div>
  );
}
