/** Which recipes a board can be made after, and whether the server has what they need. */
import type { PortInfo, Recipe } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';

/** A board of unknown kind may turn out to be any. */
export function fits(recipe: Recipe, kind: PortInfo['kind']): boolean {
  return recipe.kind === null || kind === 'unknown' || recipe.kind === kind;
}

/** `missing` names the file that its set lacks. */
export type TypeState =
  | { readonly status: 'there'; readonly type: AppTypeSummary }
  | { readonly status: 'incomplete'; readonly missing: string }
  | { readonly status: 'missing' };

export function typeOf(recipe: Recipe, types: readonly AppTypeSummary[]): TypeState {
  const type = types.find(({ name }) => name === recipe.appType);
  if (type === undefined) return { status: 'missing' };
  if (type.missing.length > 0) return { status: 'incomplete', missing: type.missing.join(', ') };
  return { status: 'there', type };
}

/** The one that is named, else the first that the server can serve: what Enter takes. */
export function chosenRecipe(
  recipes: readonly Recipe[],
  name: string | null,
  types: readonly AppTypeSummary[],
): Recipe | undefined {
  return (
    recipes.find((recipe) => recipe.name === name) ??
    recipes.find((recipe) => typeOf(recipe, types).status === 'there') ??
    recipes[0]
  );
}
