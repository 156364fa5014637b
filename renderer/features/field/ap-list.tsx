/** Devices in AP fallback as this computer hears them, each with what the bench last knew of it; or a name that is typed. */
import { Button } from '@mantine/core';
import type { FieldDevice } from '../../../preload/contract/field.ts';
import {
  ChoiceList,
  FailureAlert,
  Icon,
  NothingHere,
  Panel,
  SignalBars,
  TextField,
} from '../../components/index.ts';
import { describeFailure } from '../../text/errors.ts';
import { fieldText } from '../../text/field.ts';
import { lastHeard } from '../devices/heard.ts';
import { plain } from '../devices/plain.ts';
import css from './field-page.module.css';
import { deviceOf, isDeviceName, type Listed } from './lost-devices.ts';
import { isAlive, type Shown } from './shown.ts';
import type { UsedField } from './use-field.ts';

const text = fieldText.list;

export function ApList({ on }: { readonly on: UsedField }) {
  const { air, draft, change, list, chosen, running } = on;
  const free = on.shown.face === 'setup' && !running;
  const rows = chosen !== null && !list.includes(chosen) ? [...list, chosen] : list;
  return (
    <Panel
      flush
      title={text.title}
      aside={air.state === 'failed' || air.state === 'unasked' ? undefined : text.heard(air.heard.length)}
    >
      {rows.length > 0 && (
        <ChoiceList
          label={text.title}
          value={chosen?.ssid ?? null}
          onChange={(ssid) => change({ ssid, naming: 'list', apPassword: '', checked: false })}
          choices={rows.map((row) => ({
            value: row.ssid,
            disabled: !free && row.ssid !== chosen?.ssid,
            content: <Row row={row} on={on} />,
          }))}
        />
      )}
      {rows.length === 0 && draft.naming === 'list' && <Nobody on={on} />}
      {draft.naming === 'typed' && free && (
        <div className={css.typed}>
          <TextField
            label={text.typed}
            machine
            autoFocus
            hint={text.typedHint}
            example="IoT-0A77C4"
            value={draft.typed}
            onChange={(typed) => change({ typed, apPassword: '' })}
            error={draft.typed.length >= 10 && !isDeviceName(draft.typed) ? text.typedWrong : undefined}
          />
        </div>
      )}
      <div className={css.listFoot}>
        <p>{text.foot}</p>
        {free && draft.naming === 'list' && (
          <Button variant="quiet" onClick={() => change({ naming: 'typed', typed: '', apPassword: '' })}>
            {text.type}
          </Button>
        )}
      </div>
    </Panel>
  );
}

function Nobody({ on: { air } }: { readonly on: UsedField }) {
  if (air.state === 'failed' && air.failure !== null) {
    return (
      <div className={css.inset}>
        <FailureAlert
          state="attention"
          title={text.unheard.title}
          code={air.failure.code}
          cause={describeFailure(air.failure).sentence}
          remedy={text.unheard.why}
        />
      </div>
    );
  }
  if (air.state !== 'heard') return <p className={css.inset}>{fieldText.looking}</p>;
  return (
    <div className={css.inset}>
      <NothingHere icon="field" title={text.none.title} why={text.none.why} />
    </div>
  );
}

function askedWord(shown: Shown, said: FieldDevice | null): string {
  if (said === null) return text.notAsked;
  if (isAlive(shown)) return text.alive;
  const { reason } = said;
  return reason === null ? text.notAsked : (fieldText.device.reasons[reason] ?? plain(reason, 40));
}

function Row({ row, on }: { readonly row: Listed; readonly on: UsedField }) {
  const known = deviceOf(row.ssid, on.devices);
  const said =
    on.shown.face !== 'setup' && on.shown.details.ssid === row.ssid ? on.shown.details.device : null;
  const at = known === null ? null : lastHeard(known);
  return (
    <div className={css.device}>
      <SignalBars dbm={row.rssi} />
      <span className={css.deviceWords}>
        <span className={css.apName}>{plain(row.ssid, 32)}</span>
        <span>{askedWord(on.shown, said)}</span>
        <span className={css.last}>
          {known === null
            ? text.unknown
            : [
                known.appType === null ? null : plain(known.appType, 32),
                at === null ? text.silent : text.heartbeat(fieldText.clock(at)),
              ]
                .filter((part) => part !== null)
                .join(', ')}
        </span>
      </span>
      {row.secured !== null && (
        <Icon name={row.secured ? 'lock' : 'unlock'} label={row.secured ? text.protectedAp : text.openAp} />
      )}
    </div>
  );
}
