/** Who is joined with whom now, and what comes next. Said in words by the steps: ears do not need the drawing. */
import { BoardDrawing, Icon } from '../../components/index.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import css from './field-page.module.css';
import { deviceOf } from './lost-devices.ts';
import { isAlive } from './shown.ts';
import type { UsedField } from './use-field.ts';

const text = fieldText.route;

export function Route({ on }: { readonly on: UsedField }) {
  if (on.shown.face === 'setup') return null;
  const { details } = on.shown;
  const known = deviceOf(details.ssid, on.devices);
  const kind = details.device?.deviceType ?? known?.deviceType;
  const given = on.network === null || on.network === '' ? null : plain(on.network, 32);
  const alive = isAlive(on.shown);
  const there = details.place === 'there';
  return (
    <section className={css.route} aria-hidden="true">
      <div className={css.node}>
        <Icon name="laptop" />
        <span>{text.computer}</span>
      </div>
      <div className={css.wire} data-on={there || undefined}>
        <span>
          {there ? text.now : details.mode === 'manual' && details.device === null ? text.hand : ''}
        </span>
      </div>
      <div className={css.node}>
        <BoardDrawing board={kind === 'esp32' ? 'esp32' : kind === 'pico' ? 'pico' : 'socket'} width={112} />
        <code>{plain(details.device?.deviceId ?? details.ssid, 32)}</code>
      </div>
      <div className={css.wire} data-on={alive || undefined}>
        <span>{alive ? text.alive : given === null ? '' : text.next(given)}</span>
      </div>
      <div className={css.node}>
        <Icon name="wifi" />
        <span>{given ?? '…'}</span>
      </div>
    </section>
  );
}
