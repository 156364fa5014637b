/** The networks that the board hears, of which one is chosen; or the name of one that hides, typed. */
import { Button } from '@mantine/core';
import { ChoiceList, Icon, NetworkRow, NothingHere, TextField } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import choosing from './choosing.module.css';
import { inOrder } from './networks.ts';
import css from './provision.module.css';
import { heardOf } from './scan.ts';
import type { Provisioning } from './use-provision.ts';

export function NetworkChoice({ on }: { readonly on: Provisioning }) {
  const text = provisionText.wifi;
  const { scan } = on.ears;
  const heard = heardOf(scan);
  const { tell, draft, wanted, sites } = on;

  if (draft.naming === 'typed') {
    return (
      <div>
        <TextField
          label={text.name}
          machine
          autoFocus
          hint={draft.checked && wanted.name !== null ? undefined : text.nameHint}
          value={draft.ssid ?? ''}
          onChange={(ssid) => tell({ type: 'network', ssid })}
          error={draft.checked && wanted.name !== null ? text.problems[wanted.name] : undefined}
        />
        <Button variant="quiet" onClick={() => tell({ type: 'naming', how: 'list' })}>
          {text.toList}
        </Button>
      </div>
    );
  }
  const hidden = (
    <Button
      variant="quiet"
      className={heard.length > 0 ? choosing.hidden : undefined}
      onClick={() => tell({ type: 'naming', how: 'typed' })}
    >
      {text.hidden}
    </Button>
  );
  if (scan.status === 'listening' && heard.length === 0) return <Listening />;
  if (scan.status === 'heard' && heard.length === 0) {
    return <NothingHere icon="wifi" title={text.nothing.title} why={text.nothing.why} action={hidden} />;
  }
  if (heard.length === 0) return scan.status === 'idle' ? null : <div className={css.actions}>{hidden}</div>;
  return (
    <div aria-busy={scan.status === 'listening'}>
      <ChoiceList
        label={text.networks}
        framed
        value={wanted.ssid}
        onChange={(ssid) => tell({ type: 'network', ssid })}
        choices={inOrder(heard, sites).map(({ ssid, rssi, security }) => ({
          value: ssid,
          content: (
            <NetworkRow
              ssid={ssid}
              dbm={rssi}
              security={text.security[security]}
              locked={security !== 'open'}
              chosen={ssid === wanted.ssid}
              note={sites.some((site) => site.ssid === ssid) ? text.stored : undefined}
            />
          ),
        }))}
      >
        {hidden}
      </ChoiceList>
      <p className={choosing.band}>
        {scan.status === 'listening' ? `${text.listening}. ${text.listeningWhy}` : text.band}
      </p>
    </div>
  );
}

function Listening() {
  const text = provisionText.wifi;
  return (
    <div className={choosing.listening} role="status">
      <Icon name="working" size={28} />
      <div>
        <h3>{text.listening}</h3>
        <p>{text.listeningWhy}</p>
      </div>
    </div>
  );
}
