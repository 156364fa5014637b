/** The right column: what the device says of itself, and what comes then. */
import { Ident, KeyValues, Panel, StateWord } from '../../components/index.ts';
import { appText } from '../../text/app.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import css from './field-page.module.css';
import { isAlive } from './shown.ts';
import type { UsedField } from './use-field.ts';

export function DevicePanel({ on }: { readonly on: UsedField }) {
  const text = fieldText.device;
  const device = on.shown.face === 'setup' ? null : on.shown.details.device;
  if (device === null) {
    return (
      <Panel title={text.title}>
        <p className={css.second}>{text.nothing}</p>
      </Panel>
    );
  }
  const { deviceId, appType, deviceType, mac } = device;
  // A device that is alive has no reason any more.
  const reason = isAlive(on.shown) ? null : device.reason;
  const kind =
    deviceType === 'pico' || deviceType === 'esp32'
      ? appText.kinds[deviceType]
      : plain(deviceType ?? text.none, 32);
  return (
    <Panel title={text.title}>
      <KeyValues
        rows={[
          {
            name: text.reason,
            value:
              reason === null ? (
                text.none
              ) : (
                <StateWord state="attention" word={text.reasons[reason] ?? plain(reason, 40)} />
              ),
          },
          { name: text.id, value: deviceId === null ? text.none : <Ident value={plain(deviceId, 64)} /> },
          { name: text.type, value: plain(appType ?? text.none, 32) },
          { name: text.kind, value: kind },
          { name: text.mac, value: <Ident value={plain(mac.match(/../g)?.join(':') ?? mac, 32)} /> },
        ]}
      />
    </Panel>
  );
}

export function OnwardPanel({ on }: { readonly on: UsedField }) {
  return (
    <Panel title={fieldText.onward.title}>
      <div className={css.onward}>
        {sentences(on).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Panel>
  );
}

function sentences({ shown, home, network }: UsedField): readonly string[] {
  const text = fieldText.onward;
  switch (shown.face) {
    case 'setup':
    case 'joining':
    case 'guide':
      return shown.face !== 'setup' && shown.details.given !== null ? text.after : text.before;
    case 'choosing':
      return text.give(
        network === null || network === '' ? null : plain(network, 32),
        plain(shown.details.ssid, 32),
        home === null ? null : plain(home, 32),
      );
    case 'failed':
    case 'cancelled':
      return shown.details.given === null ? text.before : text.after;
    default:
      return text.after;
  }
}
