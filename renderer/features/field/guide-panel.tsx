/** A person switches the network: which one, what the system will say, what is seen so far; then the way back. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { VisitDetails } from '../../../preload/contract/field.ts';
import { Icon, Notice, Panel } from '../../components/index.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import css from './field-page.module.css';
import type { UsedField } from './use-field.ts';
import { WifiQr } from './wifi-qr.tsx';

const text = fieldText.guide;

export function GuidePanel({ on, details }: { readonly on: UsedField; readonly details: VisitDetails }) {
  const { os, home } = on;
  const hint = details.hint ?? 'join';
  const { title, why } = text.hints(hint, os);
  if (hint === 'reconnect') {
    const back = home === null ? null : plain(home, 32);
    return (
      <Panel title={text.back(back)}>
        <div className={css.stack}>
          {back !== null && <p className={css.big}>{back}</p>}
          <p>{text.backWhy(os)}</p>
          <Notice state="attention" title={title}>
            <p>{why}</p>
          </Notice>
        </div>
      </Panel>
    );
  }
  return (
    <Panel title={text.join}>
      <div className={css.guide}>
        <div className={css.stack}>
          <div className={css.row}>
            <span className={css.big}>{plain(details.ssid, 32)}</span>
            <Copy value={details.ssid} />
          </div>
          <ol className={css.todo}>
            <li>{text.where(os)}</li>
            {on.chosen?.secured !== false && <li>{text.password}</li>}
            <li>{text.keep}</li>
          </ol>
          <Notice
            state={hint === 'join' ? 'working' : 'attention'}
            title={hint === 'join' ? text.waiting : title}
          >
            <p>{hint === 'join' ? text.waitingWhy : why}</p>
          </Notice>
        </div>
        <Qr on={on} ssid={details.ssid} />
      </div>
    </Panel>
  );
}

/** Without the password of a protected network a phone could not join. */
function Qr({ on, ssid }: { readonly on: UsedField; readonly ssid: string }) {
  const password = on.draft.apPassword;
  if (password === '' && on.chosen?.secured === true) return null;
  return (
    <figure className={css.figure}>
      <WifiQr ssid={ssid} password={password} label={text.qrLabel(plain(ssid, 32))} />
      <figcaption>{text.qr}</figcaption>
    </figure>
  );
}

function Copy({ value }: { readonly value: string }) {
  const [copied, setCopied] = useState<'no' | 'yes'>('no');
  const copy = () => {
    void navigator.clipboard.writeText(value).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    );
  };
  return (
    <Button leftSection={<Icon name="copy" />} onClick={copy}>
      {copied === 'yes' ? text.copied : text.copy}
    </Button>
  );
}
