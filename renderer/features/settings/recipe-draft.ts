/** A recipe while it is typed, and what is wrong with it, by field. */
import { type Recipe, recipe as recipeShape } from '../../../preload/contract/models.ts';
import { settingsText } from '../../text/settings.ts';

/** As the fields hold it; `appType` is empty while nothing is chosen. */
export type RecipeDraft = Recipe;

export type Wrong<F extends string> = Readonly<Partial<Record<F, string>>>;

const NAME_LIMIT = 40;

/** `taken`: names of the other recipes. */
export function wrongOf(draft: RecipeDraft, taken: readonly string[]): Wrong<'name' | 'appType'> {
  const text = settingsText.recipes.wrong;
  const name = draft.name.trim();
  return {
    ...(name === '' ? { name: text.nameless } : {}),
    ...(name.length > NAME_LIMIT ? { name: text.long(NAME_LIMIT) } : {}),
    ...(taken.includes(name) ? { name: text.exists } : {}),
    ...(draft.appType === '' ? { appType: text.noType } : {}),
  };
}

/** The recipe to be kept. */
export function recipeOf(draft: RecipeDraft): Recipe {
  return recipeShape.parse({ ...draft, name: draft.name.trim() });
}

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
  };
}
