/** What a recipe puts into a device's `config.json`: a row a key, its value as JSON, what is wrong at the row itself. */
import { CheckField, Icon } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import type { Checked } from '../devices/config-draft.ts';
import { ConfigFields } from '../devices/config-fields.tsx';
import { checkPresets, type PresetsDraft } from './recipe-draft.ts';
import css from './settings-page.module.css';

export interface PresetsFieldsProps {
  readonly presets: PresetsDraft;
  /** Once somebody tried to save. */
  readonly wrong: string | undefined;
  readonly onEdit: (presets: PresetsDraft) => void;
}

const NOTHING = {};
/** Before somebody tried to save nothing is called wrong. */
const UNTRIED: Checked = { status: 'unchanged', bytes: 0 };

export function PresetsFields({ presets, wrong, onEdit }: PresetsFieldsProps) {
  const text = settingsText.recipes.presets;
  return (
    <fieldset className={css.presets}>
      <legend className="said">{text.title}</legend>
      <CheckField
        label={text.use}
        checked={presets.use === 'set'}
        onChange={(checked) => onEdit({ ...presets, use: checked ? 'set' : 'left' })}
      />
      {presets.use === 'set' && (
        <>
          <p className={css.quiet}>{text.help}</p>
          <ConfigFields
            config={NOTHING}
            draft={presets.draft}
            checked={wrong === undefined ? UNTRIED : checkPresets(presets)}
            onEdit={(draft) => onEdit({ ...presets, draft })}
          />
          {wrong !== undefined && (
            <p className={css.wrong} role="alert">
              <Icon name="fail" size={16} /> {wrong}
            </p>
          )}
        </>
      )}
    </fieldset>
  );
}
