/** One site, new or with another password. A password goes in and never comes out again. */
import type { SecretsKept } from '../../../preload/contract/settings.ts';
import { CheckField, PasswordField, TextField } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import { useCall } from '../shell/use-call.ts';
import { DraftForm } from './draft-form.tsx';
import { type SiteDraft, wrongSite } from './site-draft.ts';
import { useDraft } from './use-draft.ts';

export interface SiteFormProps {
  readonly site: SiteDraft;
  /** The name of one that is there stays; another name is another site. */
  readonly naming: 'new' | 'kept';
  readonly taken: readonly string[];
  readonly kept: SecretsKept;
  readonly onClose: () => void;
}

export function SiteForm({ site, naming, taken, kept, onClose }: SiteFormProps) {
  const text = settingsText.sites;
  const save = useCall('settings.saveSite');
  const { draft, wrong, change, submit } = useDraft(
    site,
    (one) => wrongSite(one, taken),
    async ({ ssid, kind, password }) => {
      if ((await save.run({ ssid, password: kind === 'open' ? '' : password })) !== undefined) onClose();
    },
  );
  return (
    <DraftForm
      label={site.ssid || text.add}
      text={text}
      state={save.state}
      failure={save.failure}
      onSubmit={submit}
      onClose={onClose}
    >
      {naming === 'new' ? (
        <TextField
          label={text.ssid}
          hint={text.ssidHelp}
          value={draft.ssid}
          error={wrong.ssid}
          autoFocus
          onChange={(ssid) => change({ ssid })}
        />
      ) : (
        <p>{text.another(site.ssid)}</p>
      )}
      <CheckField
        label={text.open}
        checked={draft.kind === 'open'}
        onChange={(checked) => change({ kind: checked ? 'open' : 'secured', password: '' })}
      />
      {draft.kind === 'secured' && (
        <PasswordField
          label={text.password}
          hint={text.kept[kept]}
          value={draft.password}
          error={wrong.password}
          autoComplete="new-password"
          autoFocus={naming === 'kept'}
          onChange={(password) => change({ password })}
        />
      )}
    </DraftForm>
  );
}
