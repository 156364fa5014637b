/** First question: what the board should become, and what that means step by step. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Recipe } from '../../../preload/contract/models.ts';
import { ChoiceList, cls, FailureAlert, Icon, NothingHere, PageHead, Panel } from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { partsText } from '../../text/parts.ts';
import { provisionText } from '../../text/provision.ts';
import choosing from './choosing.module.css';
import css from './provision.module.css';
import { type TypeState, typeOf } from './recipes.ts';
import type { Provisioning } from './use-provision.ts';

export function RecipeFace({ recipes, others, recipe, tell }: Provisioning) {
  const text = provisionText.recipe;
  const types = useOta((state) => state.types);
  const told = useOta((state) => state.feed.status !== 'waiting');
  const [, go] = useLocation();
  if (recipe === undefined) {
    const action = <Button onClick={() => go('/settings')}>{provisionText.openSettings}</Button>;
    return <NothingHere title={text.none.title} why={text.none.why} action={action} />;
  }
  const type = typeOf(recipe, types);
  return (
    <>
      <PageHead title={text.title} about={text.about} />
      <ChoiceList
        label={text.list}
        framed
        value={recipe.name}
        onChange={(name) => tell({ type: 'recipe', name })}
        choices={recipes.map((one) => ({
          value: one.name,
          content: <RecipeRow recipe={one} chosen={one.name === recipe.name} />,
        }))}
      />
      {others > 0 && <p className={css.quiet}>{text.others(others)}</p>}
      <Panel title={text.makes(recipe.name)} flush>
        <Makes recipe={recipe} type={type} />
      </Panel>
      {told && type.status !== 'there' ? (
        <Lacking recipe={recipe} type={type} onUpdates={() => go('/updates')} />
      ) : (
        <div className={css.actions}>
          <Button
            size="lg"
            variant="filled"
            rightSection={<Icon name="arrow" />}
            onClick={() => tell({ type: 'go', screen: 'wifi' })}
          >
            {text.next}
          </Button>
        </div>
      )}
    </>
  );
}

function RecipeRow({ recipe, chosen }: { readonly recipe: Recipe; readonly chosen: boolean }) {
  return (
    <>
      <span className={cls(choosing.grow, chosen && choosing.chosen)}>{recipe.name}</span>
      <span className={choosing.app}>{recipe.appType}</span>
      <span className={choosing.kind}>
        {recipe.kind === null ? provisionText.recipe.anyKind : appText.kinds[recipe.kind]}
      </span>
      <span className={choosing.mark}>
        {chosen && (
          <>
            <Icon name="check" size={16} />
            {partsText.chosen}
          </>
        )}
      </span>
    </>
  );
}

function Makes({ recipe, type }: { readonly recipe: Recipe; readonly type: TypeState }) {
  const text = provisionText.makes;
  const boots =
    type.status === 'there'
      ? text.boot(recipe.appType, type.type.version, type.type.files.length)
      : text.bootUnknown(recipe.appType);
  const [, files, wifi, boot, proof] = partsText.stepNames;
  const lines = [
    [files, text.files[recipe.install], text.filesWhy[recipe.install]],
    [wifi, text.wifi[recipe.wifi], text.wifiWhy[recipe.wifi]],
    [boot, boots, text.bootWhy],
    [proof, text.proof[recipe.identify], text.proofWhy[recipe.identify]],
  ] as const;
  return (
    <dl className={choosing.makes}>
      {lines.map(([step, what, why]) => (
        <div key={step}>
          <dt>{step}</dt>
          <dd>
            {what}
            <small>{why}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface LackingProps {
  readonly recipe: Recipe;
  readonly type: TypeState;
  readonly onUpdates: () => void;
}

/** The server could offer nothing: better known now than after the boot. */
function Lacking({ recipe, type, onUpdates }: LackingProps) {
  const text = provisionText.recipe;
  const incomplete = type.status === 'incomplete';
  return (
    <FailureAlert
      state="attention"
      title={incomplete ? text.incomplete(recipe.appType, type.missing) : text.noType(recipe.appType)}
      cause={incomplete ? text.incompleteWhy : text.noTypeWhy}
      remedy={incomplete ? text.incompleteTry : text.noTypeTry}
      actions={
        <Button variant="filled" onClick={onUpdates}>
          {provisionText.openUpdates}
        </Button>
      }
    />
  );
}
