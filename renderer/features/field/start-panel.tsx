/** Before the visit: how this computer gets there, and the password of the device's own network. */
import { Button } from '@mantine/core';
import { Icon, NothingHere, Notice, Panel, PasswordField, Segments } from '../../components/index.ts';
import { describeFailure } from '../../text/errors.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './field-page.module.css';
import type { UsedField } from './use-field.ts';

const text = fieldText.start;

export function StartPanel({ on }: { readonly on: UsedField }) {
  const { chosen, draft, change, mode, ability } = on;
  if (chosen === null) return <NothingHere icon="field" title={text.nothing.title} why={text.nothing.why} />;
  const name = plain(chosen.ssid, 32);
  const why = ability?.why ?? null;
  return (
    <Panel title={text.title(name)}>
      <div className={css.stack}>
        <div>
          <p className={css.label}>{text.mode}</p>
          <Segments
            label={text.mode}
            value={mode}
            options={[
              { value: 'automatic', label: text.modes.automatic },
              { value: 'manual', label: text.modes.manual },
            ]}
            onChange={(next) => change({ mode: next })}
          />
          <p className={css.why}>{mode === 'automatic' ? text.automaticWhy : text.manualWhy}</p>
        </div>
        {mode === 'automatic' && why !== null && (
          <Notice state="attention" title={text.notAutomatic}>
            <p>{describeFailure(why).sentence}</p>
          </Notice>
        )}
        {chosen.secured !== false && (
          <PasswordField
            label={text.password}
            value={draft.apPassword}
            onChange={(apPassword) => change({ apPassword })}
            hint={chosen.secured === null ? text.optional : undefined}
            error={draft.checked && on.apProblem !== null ? text.short : undefined}
          />
        )}
        <CallFailure failure={on.failure} />
        <div className={css.row}>
          <Button
            size="lg"
            variant="filled"
            leftSection={<Icon name={mode === 'automatic' ? 'field' : 'wifi'} />}
            aria-busy={on.starting}
            disabled={on.starting}
            onClick={on.start}
          >
            {on.starting ? text.starting : mode === 'automatic' ? text.join(name) : text.begin}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
