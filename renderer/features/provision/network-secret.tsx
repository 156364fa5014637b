/** The password of the chosen network, as far as a person has to say one, and the one primary action beside it. */
import { Button } from '@mantine/core';
import { CheckField, Notice, PasswordField, SealedField } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import choosing from './choosing.module.css';
import type { Provisioning } from './use-provision.ts';

export interface NetworkSecretProps {
  readonly on: Provisioning;
  /** The words of the primary action. */
  readonly primary: string;
  /** What the last try came to. */
  readonly error: string | undefined;
}

export function NetworkSecret({ on, primary, error }: NetworkSecretProps) {
  const text = provisionText.wifi;
  const { draft, tell, wanted } = on;
  const { secret } = wanted;
  const ssid = wanted.ssid ?? '';
  const label = ssid === '' ? text.passwordPlain : text.password(ssid);
  const action = (
    <Button size="lg" variant="filled" aria-busy={on.starting} onClick={on.provision}>
      {on.starting ? text.starting : primary}
    </Button>
  );

  if (secret === 'open') {
    return (
      <div className={choosing.ask} data-plain>
        <Notice icon="unlock" title={text.openNetwork(ssid)}>
          <p>{text.openNetworkWhy}</p>
        </Notice>
        {action}
      </div>
    );
  }
  if (secret === 'kept') {
    const another = (
      <Button variant="quiet" onClick={() => tell({ type: 'uses', which: 'typed' })}>
        {text.another}
      </Button>
    );
    return (
      <div className={choosing.ask}>
        <SealedField label={label} said={text.kept} action={another} />
        {action}
      </div>
    );
  }
  // A name that is typed has its own place for what is wrong with it.
  const wrong = wanted.password ?? (draft.naming === 'list' ? wanted.name : null);
  const problem = draft.checked && wrong !== null ? text.problems[wrong] : undefined;
  return (
    <div>
      <div className={choosing.ask}>
        <PasswordField
          label={label}
          value={draft.password}
          onChange={(password) => tell({ type: 'password', password })}
          hint={secret === 'optional' && problem === undefined ? text.hiddenHint : undefined}
          error={problem ?? error}
          autoFocus={draft.naming === 'list'}
          autoComplete="off"
        />
        {action}
      </div>
      <CheckField
        label={text.remember}
        checked={draft.remember}
        onChange={(on) => tell({ type: 'remember', on })}
      />
    </div>
  );
}
