/** A recipe while it is typed, and what is wrong with it, by field. */
import { type Recipe, recipe as recipeShape } from '../../../preload/contract/models.ts';
import { deviceText } from '../../text/devices.ts';
import { settingsText } from '../../text/settings.ts';
import { type Checked, checkDraft, type Draft, NO_DRAFT } from '../devices/config-draft.ts';
import { jsonOf } from '../devices/plain.ts';

/** As the fields hold it; `appType` is empty while nothing is chosen. */
export interface RecipeDraft extends Omit<Recipe, 'config'> {
  readonly presets: PresetsDraft;
}

/** What a device's `config.json` is to hold. `left`: whatever it holds; what was typed is kept while the form is open. */
export interface PresetsDraft {
  readonly use: 'left' | 'set';
  readonly draft: Draft;
}

export type Wrong<F extends string> = Readonly<Partial<Record<F, string>>>;

const NAME_LIMIT = 40;

/** `taken`: names of the other recipes. */
export function wrongOf(draft: RecipeDraft, taken: readonly string[]): Wrong<'name' | 'appType' | 'presets'> {
  const text = settingsText.recipes.wrong;
  const name = draft.name.trim();
  return {
    ...(name === '' ? { name: text.nameless } : {}),
    ...(name.length > NAME_LIMIT ? { name: text.long(NAME_LIMIT) } : {}),
    ...(taken.includes(name) ? { name: text.exists } : {}),
    ...(draft.appType === '' ? { appType: text.noType } : {}),
    ...(draft.presets.use === 'set' ? wrongPresets(checkPresets(draft.presets)) : {}),
  };
}

/** All keys are new ones to a recipe that begins with none. */
export function checkPresets({ draft }: PresetsDraft): Checked {
  return checkDraft({}, draft);
}

function wrongPresets(checked: Checked): Wrong<'presets'> {
  if (checked.status === 'invalid') return { presets: deviceText.config.invalid };
  return checked.status === 'too-large' ? { presets: deviceText.config.tooLarge(checked.bytes) } : {};
}

/** The recipe to be kept, of a draft that nothing is wrong with. */
export function recipeOf({ presets, ...draft }: RecipeDraft): Recipe {
  const config = configOf(presets);
  return recipeShape.parse({
    ...draft,
    name: draft.name.trim(),
    ...(config === undefined ? {} : { config }),
  });
}

function configOf(presets: PresetsDraft): Recipe['config'] {
  if (presets.use === 'left') return undefined;
  const checked = checkPresets(presets);
  return checked.status === 'changed' ? checked.changes : {};
}

/** A recipe as its form begins. */
export function draftOf({ config, ...recipe }: Recipe): RecipeDraft {
  if (config === undefined) return { ...recipe, presets: NO_PRESETS };
  const added = Object.entries(config).map(([key, value]) => ({ key, value: jsonOf(value) }));
  return { ...recipe, presets: { use: 'set', draft: { ...NO_DRAFT, added } } };
}

/** Somebody who wants some begins with a row to type in. */
const NO_PRESETS: PresetsDraft = { use: 'left', draft: { ...NO_DRAFT, added: [{ key: '', value: '' }] } };

/** A new recipe begins as the first one does, without its name, and without the presets, which are of one board. */
export function blankOf(recipes: readonly Recipe[]): RecipeDraft {
  const { config: _, ...first } = recipes[0] ?? {};
  return {
    kind: null,
    appType: '',
    install: 'boot',
    wifi: 'cable',
    identify: 'ask',
    ...first,
    name: '',
    presets: NO_PRESETS,
  };
}
