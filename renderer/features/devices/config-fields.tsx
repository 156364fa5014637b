/** A field for each key, and for each key that is to be new. */
import { Button } from '@mantine/core';
import { cls, Icon, IconButton, TextField } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import bare from './bare-field.module.css';
import {
  type Checked,
  CONFIG_FIELDS,
  type Config,
  type Draft,
  type Problem,
  typedValue,
} from './config-draft.ts';
import css from './config-panel.module.css';
import { plain } from './plain.ts';

interface ConfigFieldsProps {
  readonly config: Config;
  readonly draft: Draft;
  readonly checked: Checked;
  readonly onEdit: (draft: Draft) => void;
}

const text = deviceText.config;
const said = (problem: Problem | null | undefined) => (problem ? text.problems[problem] : undefined);
/** A new row's problem stands at the field that has it. */
const ofValue = (problem: Problem | null | undefined) => (problem === 'no-json' ? problem : undefined);
const ofKey = (problem: Problem | null | undefined) => (problem === 'no-json' ? undefined : problem);

export function ConfigFields({ config, draft, checked, onEdit }: ConfigFieldsProps) {
  const keys = Object.keys(config);
  const problems = checked.status === 'invalid' ? checked : undefined;
  const change = (at: number, part: Partial<Draft['added'][number]>) =>
    onEdit({ ...draft, added: draft.added.map((one, place) => (place === at ? { ...one, ...part } : one)) });

  return (
    <>
      {keys.length === 0 && draft.added.length === 0 && <p className={css.said}>{text.empty}</p>}
      {keys.length > 0 && (
        <div className={css.fields}>
          {keys.slice(0, CONFIG_FIELDS).map((key) => (
            <div key={key} className={cls(css.field, bare.bare)}>
              <code className={css.key} title={plain(key, 200)}>
                {plain(key, 64)}
              </code>
              <TextField
                label={text.valueOf(plain(key, 64))}
                dense
                machine
                value={typedValue(config, draft, key)}
                error={said(problems?.values.get(key))}
                onChange={(value) => onEdit({ ...draft, typed: new Map(draft.typed).set(key, value) })}
              />
            </div>
          ))}
        </div>
      )}
      {keys.length > CONFIG_FIELDS && <p className={css.said}>{text.more(keys.length - CONFIG_FIELDS)}</p>}
      {draft.added.map(({ key, value }, at) => (
        // A key that is being typed has no name but its place
        <div key={at} className={cls(css.added, bare.bare)}>
          <TextField
            label={text.key}
            dense
            machine
            // A row that is there from the start takes nobody's focus.
            autoFocus={key === '' && value === ''}
            value={key}
            example={text.keyExample}
            error={said(ofKey(problems?.added[at]))}
            onChange={(next) => change(at, { key: next })}
          />
          <TextField
            label={text.value}
            dense
            machine
            value={value}
            example={text.valueExample}
            error={said(ofValue(problems?.added[at]))}
            onChange={(next) => change(at, { value: next })}
          />
          <IconButton
            icon="cross"
            label={text.drop}
            variant="quiet"
            onClick={() => onEdit({ ...draft, added: draft.added.filter((_, place) => place !== at) })}
          />
        </div>
      ))}
      <div>
        <Button
          variant="quiet"
          leftSection={<Icon name="plus" />}
          onClick={() => onEdit({ ...draft, added: [...draft.added, { key: '', value: '' }] })}
        >
          {text.add}
        </Button>
      </div>
    </>
  );
}
