/** Recipes: what to make of a board, by name. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Recipe } from '../../../preload/contract/models.ts';
import { type Column, DataTable, Icon, NothingHere, Panel, StateWord } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { settingsText } from '../../text/settings.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { blankOf, draftOf, type RecipeDraft } from './recipe-draft.ts';
import { RecipeForm } from './recipe-form.tsx';
import { RowActions } from './row-actions.tsx';
import css from './settings-page.module.css';

const text = settingsText.recipes;

const COLUMNS: readonly Column<Recipe>[] = [
  { id: 'name', head: text.columns.name, cell: ({ name }) => <b>{name}</b> },
  {
    id: 'kind',
    head: text.columns.kind,
    cell: ({ kind }) => (
      <span className={css.word}>{kind === null ? appText.anyKind : appText.kinds[kind]}</span>
    ),
  },
  { id: 'appType', head: text.columns.appType, cell: ({ appType }) => <AppType name={appType} /> },
  {
    id: 'install',
    head: text.columns.install,
    cell: ({ install }) => text.install[install],
    room: 'wide',
  },
  { id: 'wifi', head: text.columns.wifi, cell: ({ wifi }) => text.wifi[wifi] },
  {
    id: 'identify',
    head: text.columns.identify,
    cell: ({ identify }) => text.identify[identify],
    room: 'wide',
  },
];

export function RecipesPanel({ recipes }: { readonly recipes: readonly Recipe[] }) {
  const [editing, edit] = useState<RecipeDraft | null>(null);
  const remove = useCall('settings.removeRecipe');
  const actions: Column<Recipe> = {
    id: 'actions',
    head: text.columns.actions,
    heading: 'said',
    cell: (recipe) => (
      <RowActions
        name={recipe.name}
        text={text}
        onEdit={() => edit(draftOf(recipe))}
        onRemove={() => void remove.run({ name: recipe.name })}
      />
    ),
  };
  const add = () => edit(blankOf(recipes));
  return (
    <Panel
      title={text.title}
      aside={text.aside}
      actions={
        <Button leftSection={<Icon name="plus" />} disabled={editing !== null} onClick={add}>
          {text.add}
        </Button>
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
      <div className={css.alert}>
        <CallFailure failure={remove.failure} />
      </div>
      <DataTable
        label={text.title}
        columns={[...COLUMNS, actions]}
        rows={recipes}
        rowId={({ name }) => name}
        mark={({ name }) => (name === editing?.name ? 'chosen' : undefined)}
        empty={
          <NothingHere
            title={text.none.title}
            why={text.none.why}
            action={
              <Button variant="filled" onClick={add}>
                {text.add}
              </Button>
            }
          />
        }
      />
    </Panel>
  );
}

/** A recipe whose app type the server does not have ends at its boot: better known here. */
function AppType({ name }: { readonly name: string }) {
  const missing = useOta(
    ({ feed, types }) => feed.status !== 'waiting' && !types.some((type) => type.name === name),
  );
  if (!missing) return name;
  return (
    <>
      {name} <StateWord state="attention" word={text.notThere} />
    </>
  );
}
