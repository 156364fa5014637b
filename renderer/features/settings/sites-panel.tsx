/** Sites: the Wi-Fi networks that boards are given. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SecretsKept, Site } from '../../../preload/contract/settings.ts';
import { type Column, DataTable, Icon, NothingHere, Panel } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { RowActions } from './row-actions.tsx';
import css from './settings-page.module.css';
import { SiteForm } from './site-form.tsx';

const text = settingsText.sites;

const COLUMNS: readonly Column<Site>[] = [
  { id: 'ssid', head: text.columns.ssid, cell: ({ ssid }) => <b>{ssid}</b> },
  { id: 'secret', head: text.columns.secret, cell: ({ secret }) => text.secret[secret] },
];

type Editing = { readonly what: 'nothing' | 'new' } | { readonly what: 'one'; readonly site: Site };

export interface SitesPanelProps {
  readonly sites: readonly Site[];
  readonly kept: SecretsKept;
}

export function SitesPanel({ sites, kept }: SitesPanelProps) {
  const [editing, edit] = useState<Editing>({ what: 'nothing' });
  const remove = useCall('settings.removeSite');
  const close = () => edit({ what: 'nothing' });
  const add = () => edit({ what: 'new' });
  const actions: Column<Site> = {
    id: 'actions',
    head: text.columns.actions,
    heading: 'said',
    cell: (site) => (
      <RowActions
        name={site.ssid}
        text={text}
        onEdit={() => edit({ what: 'one', site })}
        onRemove={() => void remove.run({ ssid: site.ssid })}
      />
    ),
  };
  return (
    <Panel
      title={text.title}
      aside={text.aside}
      actions={
        <Button leftSection={<Icon name="plus" />} disabled={editing.what !== 'nothing'} onClick={add}>
          {text.add}
        </Button>
      }
      footer={<p className={css.quiet}>{text.kept[kept]}</p>}
      flush
    >
      {editing.what === 'new' && (
        <div className={css.inside}>
          <SiteForm
            site={{ ssid: '', kind: 'secured', password: '' }}
            naming="new"
            taken={sites.map(({ ssid }) => ssid)}
            kept={kept}
            onClose={close}
          />
        </div>
      )}
      {editing.what === 'one' && (
        <div className={css.inside}>
          <SiteForm
            key={editing.site.ssid}
            site={{
              ssid: editing.site.ssid,
              kind: editing.site.secret === 'none-needed' ? 'open' : 'secured',
              password: '',
            }}
            naming="kept"
            taken={[]}
            kept={kept}
            onClose={close}
          />
        </div>
      )}
      <div className={css.alert}>
        <CallFailure failure={remove.failure} />
      </div>
      <DataTable
        label={text.title}
        columns={[...COLUMNS, actions]}
        rows={sites}
        rowId={({ ssid }) => ssid}
        mark={({ ssid }) => (editing.what === 'one' && editing.site.ssid === ssid ? 'chosen' : undefined)}
        empty={<NothingHere icon="wifi" title={text.none.title} why={text.none.why} />}
      />
    </Panel>
  );
}
