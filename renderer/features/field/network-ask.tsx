/** The networks that a device or a board hears, of which one is chosen, its password, and the one action. */
import { Button } from '@mantine/core';
import { useEffect, useReducer } from 'react';
import type { PortalNetwork } from '../../../preload/contract/field.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import {
  ChoiceList,
  NetworkRow,
  Panel,
  PasswordField,
  SealedField,
  TextField,
} from '../../components/index.ts';
import { useSettings } from '../../stores/react.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import css from './field-page.module.css';
import {
  FIRST_NETWORK,
  inOrder,
  type NetworkDraft,
  type WantedNetwork,
  wantedNetwork,
} from './network-draft.ts';

const text = fieldText.hand;
const NO_SITES: readonly Site[] = [];

export interface NetworkAskProps {
  readonly title: string;
  readonly networks: readonly PortalNetwork[];
  /** "heard 6 s ago". */
  readonly aside?: string | undefined;
  readonly again: string;
  readonly onAgain: () => void;
  readonly listening: 'no' | 'yes';
  readonly action: string;
  readonly busy: 'no' | 'yes';
  readonly onGive: (order: NonNullable<WantedNetwork['order']>) => void;
  /** Told which one is chosen so far. */
  readonly onDraft?: ((ssid: string | null) => void) | undefined;
}

export function NetworkAsk(props: NetworkAskProps) {
  const { title, networks, aside, again, onAgain, listening, action, busy, onGive, onDraft } = props;
  const sites = useSettings((state) => state.settings?.sites) ?? NO_SITES;
  const [draft, change] = useReducer(
    (now: NetworkDraft, more: Partial<NetworkDraft>) => ({ ...now, ...more }),
    FIRST_NETWORK,
  );
  const offered = inOrder(networks);
  const naming = offered.length === 0 ? 'typed' : draft.naming;
  const wanted = wantedNetwork({ ...draft, naming }, networks, sites);
  const { ssid: wish } = wanted;
  useEffect(() => {
    onDraft?.(wish);
  }, [onDraft, wish]);
  const give = () => {
    if (wanted.order === null) change({ checked: true });
    else onGive(wanted.order);
  };
  return (
    <Panel
      flush
      title={title}
      aside={aside}
      actions={
        <Button
          variant="quiet"
          disabled={listening === 'yes'}
          aria-busy={listening === 'yes'}
          onClick={onAgain}
        >
          {listening === 'yes' ? text.listening : again}
        </Button>
      }
    >
      {naming === 'list' ? (
        <ChoiceList
          label={title}
          value={wanted.ssid}
          onChange={(ssid) => change({ ssid, password: '', uses: 'stored', checked: false })}
          choices={offered.map(({ ssid, rssi, secured }) => ({
            value: ssid,
            content: (
              <NetworkRow
                ssid={plain(ssid, 32)}
                dbm={rssi}
                security={secured === null ? text.unclear : secured ? text.secured : text.open}
                locked={secured !== false}
                chosen={ssid === wanted.ssid}
                note={sites.some((site) => site.ssid === ssid) ? text.stored : undefined}
              />
            ),
          }))}
        >
          <Button
            variant="quiet"
            onClick={() => change({ naming: 'typed', ssid: '', password: '', checked: false })}
          >
            {text.other}
          </Button>
        </ChoiceList>
      ) : (
        <div className={css.typed}>
          {offered.length === 0 && <p>{text.none}</p>}
          <TextField
            label={text.name}
            machine
            autoFocus
            hint={text.nameHint}
            value={draft.ssid ?? ''}
            onChange={(ssid) => change({ ssid })}
            error={draft.checked && wanted.name !== null ? text.problems[wanted.name] : undefined}
          />
          {offered.length > 0 && (
            <Button variant="quiet" onClick={() => change({ naming: 'list', ssid: null, password: '' })}>
              {text.toList}
            </Button>
          )}
        </div>
      )}
      <form
        className={css.ask}
        onSubmit={(event) => {
          event.preventDefault();
          give();
        }}
      >
        <SecretField draft={draft} change={change} wanted={wanted} sites={sites} />
        <Button size="lg" variant="filled" type="submit" disabled={busy === 'yes'} aria-busy={busy === 'yes'}>
          {action}
        </Button>
      </form>
    </Panel>
  );
}

interface SecretFieldProps {
  readonly draft: NetworkDraft;
  readonly change: (more: Partial<NetworkDraft>) => void;
  readonly wanted: WantedNetwork;
  readonly sites: readonly Site[];
}

function SecretField({ draft, change, wanted: { ssid, secret, password }, sites }: SecretFieldProps) {
  const name = ssid === null ? '' : plain(ssid, 32);
  const kept = useSettings((state) => state.settings?.secretsKept) ?? 'memory';
  const label = name === '' ? text.passwordPlain : text.password(name);
  if (secret === 'open') return <p className={css.open}>{text.isOpen}</p>;
  if (secret === 'kept') {
    return (
      <SealedField
        label={label}
        said={text.sealed(name, kept)}
        action={
          <Button variant="quiet" onClick={() => change({ uses: 'typed' })}>
            {text.another}
          </Button>
        }
      />
    );
  }
  const isStored = sites.some((site) => site.ssid === ssid);
  return (
    <PasswordField
      label={label}
      value={draft.password}
      onChange={(typed) => change({ password: typed })}
      hint={secret === 'optional' && !isStored ? text.optional : undefined}
      error={draft.checked && password !== null ? text.problems[password] : undefined}
    />
  );
}
