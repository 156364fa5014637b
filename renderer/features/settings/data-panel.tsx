/** Where everything lies; nothing is written elsewhere. */
import { Panel } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import css from './settings-page.module.css';

export interface DataPanelProps {
  readonly folder: string;
  readonly otaBase: string;
}

export function DataPanel({ folder, otaBase }: DataPanelProps) {
  const text = settingsText.data;
  return (
    <Panel title={text.title}>
      <dl className={css.facts}>
        <dt>{text.folder}</dt>
        <dd>
          <code>{folder}</code>
        </dd>
        <dt>{text.ota}</dt>
        <dd>
          <code>{otaBase}</code>
        </dd>
      </dl>
    </Panel>
  );
}
