/** The promise to come home, above everything: to which network, when at the latest, and the way there now. */
import { Button } from '@mantine/core';
import { Icon, Notice } from '../../components/index.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import { countdown } from './countdown.ts';
import css from './field-page.module.css';
import type { UsedField } from './use-field.ts';

const text = fieldText.promise;

export function PromiseBar({ on, now }: { readonly on: UsedField; readonly now: number }) {
  const home = on.home === null ? null : plain(on.home, 32);
  const details = on.shown.face === 'setup' ? null : on.shown.details;
  if (details?.place === 'lost') {
    return (
      <Notice state="attention" title={text.lost(home)}>
        <p>{`Try: ${text.lostRemedy(home, on.os)}`}</p>
      </Notice>
    );
  }
  const automatic = on.mode === 'automatic';
  const left = countdown(details?.homeBy ?? null, now);
  const going = on.job?.state.status === 'cancelling' || details?.place === 'returning';
  return (
    <div className={css.promise}>
      <Icon name="laptop" size={28} />
      <p className={css.promised}>
        <b>{automatic ? text.automatic(home) : text.manual}</b>{' '}
        {automatic ? text.automaticAlso(on.os) : text.manualAlso(home)}
      </p>
      {left !== null && (
        <span className={css.latest}>
          {text.atTheLatest}
          <span className={css.time} role="timer">
            {left}
          </span>
        </span>
      )}
      {on.running && (
        <Button disabled={automatic && going} onClick={on.cancel}>
          {automatic ? (going ? text.goingBack : text.goBack) : text.stop}
        </Button>
      )}
    </div>
  );
}
