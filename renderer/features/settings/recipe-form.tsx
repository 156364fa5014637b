/** One recipe, to be changed. Saving under another name makes another recipe. */
import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Recipe, recipe as recipeShape } from '../../../preload/contract/models.ts';
import { useOta } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './settings-page.module.css';

export interface RecipeFormProps {
  readonly recipe: Recipe;
  /** Names of the other recipes. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const ANY = 'any';
const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export function RecipeForm({ recipe, taken, onClose }: RecipeFormProps) {
  const { fields, ...text } = settingsText.recipes;
  const [draft, setDraft] = useState<Record<keyof Recipe, string | null>>({ ...recipe });
  const types = useOta((state) => state.types).map(({ name }) => name);
  const save = useCall('settings.saveRecipe');
  const set = (field: keyof Recipe) => (value: string | null) => setDraft({ ...draft, [field]: value });
  const name = draft.name?.trim() ?? '';
  const parsed = recipeShape.safeParse({ ...draft, name });
  const wrongName = taken.includes(name) ? text.exists : null;
  const ready = parsed.success && name !== '' && wrongName === null && draft.appType !== '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!parsed.success || !ready) return;
    if ((await save.run({ recipe: parsed.data })) !== undefined) onClose();
  };

  return (
    <form className={css.form} onSubmit={submit}>
      <div className={css.pair}>
        <TextInput
          label={fields.name}
          value={draft.name ?? ''}
          error={wrongName}
          maxLength={40}
          data-autofocus
          onChange={(event) => set('name')(event.currentTarget.value)}
        />
        <Select
          label={fields.appType}
          data={[...new Set([...types, ...(draft.appType ? [draft.appType] : [])])]}
          value={draft.appType || null}
          onChange={set('appType')}
        />
        <Select
          label={fields.kind}
          data={[
            { value: ANY, label: appText.anyKind },
            { value: 'pico', label: appText.kinds.pico },
            { value: 'esp32', label: appText.kinds.esp32 },
          ]}
          value={draft.kind ?? ANY}
          onChange={(value) => set('kind')(value === ANY ? null : value)}
        />
        <Select
          label={fields.install}
          data={choices(text.install)}
          value={draft.install}
          onChange={set('install')}
        />
        <Select label={fields.wifi} data={choices(text.wifi)} value={draft.wifi} onChange={set('wifi')} />
        <Select
          label={fields.identify}
          data={choices(text.identify)}
          value={draft.identify}
          onChange={set('identify')}
        />
      </div>
      <CallFailure failure={save.failure} />
      <div className={css.row}>
        <Button type="submit" variant="filled" disabled={!ready} loading={save.state === 'running'}>
          {text.save}
        </Button>
        <Button onClick={onClose}>{text.cancel}</Button>
      </div>
    </form>
  );
}
