/** Recipes: what to make of a board, by name. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Recipe } from '../../../preload/contract/models.ts';
import { Icon, Panel } from '../../components/index.ts';
import { appText } from '../../text/app.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { RecipeForm } from './recipe-form.tsx';
import css from './settings-page.module.css';

/** A new recipe begins as the first one does, without its name. */
const blank = (recipes: readonly Recipe[]): Recipe => ({
  kind: null,
  appType: '',
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
  ...recipes[0],
  name: '',
});

export function RecipesPanel({ recipes }: { readonly recipes: readonly Recipe[] }) {
  const text = settingsText.recipes;
  const [editing, edit] = useState<Recipe | null>(null);
  const remove = useCall('settings.removeRecipe');
  return (
    <Panel
      title={text.title}
      aside={text.aside}
      actions={
        editing === null && (
          <Button leftSection={<Icon name="plus" />} onClick={() => edit(blank(recipes))}>
            {text.add}
          </Button>
        )
      }
      flush
    >
      {editing !== null && (
        <div className={css.inside}>
          <RecipeForm
            key={editing.name}
            recipe={editing}
            taken={recipes.map(({ name }) => name).filter((name) => name !== editing.name)}
            onClose={() => edit(null)}
          />
        </div>
      )}
      <CallFailure failure={remove.failure} />
      <table className={css.table}>
        <thead>
          <tr>
            {Object.values(text.columns).map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th aria-label={text.edit} />
          </tr>
        </thead>
        <tbody>
          {recipes.map((recipe) => (
            <tr key={recipe.name}>
              <td>
                <b>{recipe.name}</b>
              </td>
              <td>{recipe.kind === null ? appText.anyKind : appText.kinds[recipe.kind]}</td>
              <td>{recipe.appType}</td>
              <td>{text.install[recipe.install]}</td>
              <td>{text.wifi[recipe.wifi]}</td>
              <td>
                <div className={css.row}>
                  <Button onClick={() => edit(recipe)}>{text.edit}</Button>
                  {recipes.length > 1 && (
                    <Button variant="quiet" onClick={() => void remove.run({ name: recipe.name })}>
                      {text.remove}
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
