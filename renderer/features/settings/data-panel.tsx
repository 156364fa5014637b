/** Where everything lies; nothing is written elsewhere. */
import { KeyValues, Panel } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import css from './settings-page.module.css';

export interface DataPanelProps {
  readonly folder: string;
  readonly otaBase: string;
}

export function DataPanel({ folder, otaBase }: DataPanelProps) {
  const text = settingsText.data;
  return (
    <Panel title={text.title} footer={<p className={css.quiet}>{text.another}</p>}>
      <KeyValues
        rows={[
          { name: text.folder, value: <code>{folder}</code> },
          { name: text.ota, value: <code>{otaBase}</code> },
        ]}
      />
    </Panel>
  );
}
