/** One recipe, new or to be changed. What is wrong is said at its field once somebody tried to save. */
import { Link } from 'wouter';
import type { Recipe } from '../../../preload/contract/models.ts';
import { SelectField, TextField } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { settingsText } from '../../text/settings.ts';
import { useCall } from '../shell/use-call.ts';
import { DraftForm } from './draft-form.tsx';
import { PresetsFields } from './presets-fields.tsx';
import { type RecipeDraft, recipeOf, wrongOf } from './recipe-draft.ts';
import css from './settings-page.module.css';
import { useDraft } from './use-draft.ts';

export interface RecipeFormProps {
  readonly recipe: RecipeDraft;
  /** Names of the other recipes. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const ANY = 'any';

const optionsOf = <V extends string>(words: Readonly<Record<V, string>>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }));

export function RecipeForm({ recipe, taken, onClose }: RecipeFormProps) {
  const { fields, ...text } = settingsText.recipes;
  const types = useOta((state) => state.types).map(({ name }) => name);
  const save = useCall('settings.saveRecipe');
  const remove = useCall('settings.removeRecipe');
  const { draft, wrong, change, submit } = useDraft(
    recipe,
    (one) => wrongOf(one, taken),
    async (one) => {
      const next = recipeOf(one);
      if ((await save.run({ recipe: next })) === undefined) return;
      // Under another name it is kept anew; the old name goes once the new one is there.
      const renamed = recipe.name !== '' && recipe.name !== next.name;
      if (renamed && (await remove.run({ name: recipe.name })) === undefined) return;
      onClose();
    },
  );
  const known = [...new Set([...types, draft.appType])].filter((name) => name !== '');
  const choice = <F extends 'install' | 'wifi' | 'identify'>(field: F, words: Record<Recipe[F], string>) => (
    <SelectField
      label={fields[field]}
      options={optionsOf(words)}
      value={draft[field]}
      onChange={(value) => change({ [field]: value } as Partial<RecipeDraft>)}
    />
  );

  return (
    <DraftForm
      label={recipe.name || text.add}
      text={text}
      state={save.state}
      failure={save.failure ?? remove.failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={css.three}>
        <TextField
          label={fields.name}
          example={text.nameExample}
          value={draft.name}
          error={wrong.name}
          autoFocus
          onChange={(name) => change({ name })}
        />
        <SelectField
          label={fields.appType}
          example={text.typeExample}
          hint={
            types.length > 0 ? undefined : (
              <>
                {text.noTypes} <Link href="/updates">{text.toUpdates}</Link>
              </>
            )
          }
          options={known.map((name) => ({ value: name, label: name }))}
          value={draft.appType || null}
          error={wrong.appType}
          onChange={(appType) => change({ appType })}
        />
        <SelectField
          label={fields.kind}
          options={[
            { value: ANY, label: appText.anyKind },
            { value: 'pico', label: appText.kinds.pico },
            { value: 'esp32', label: appText.kinds.esp32 },
          ]}
          value={draft.kind ?? ANY}
          onChange={(kind) => change({ kind: kind === 'pico' || kind === 'esp32' ? kind : null })}
        />
        {choice('install', text.install)}
        {choice('wifi', text.wifi)}
        {choice('identify', text.identify)}
      </div>
      <PresetsFields
        presets={draft.presets}
        wrong={wrong.presets}
        onEdit={(presets) => change({ presets })}
      />
    </DraftForm>
  );
}
