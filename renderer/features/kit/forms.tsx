/** Fields, lists to choose from, tables, typed confirmation. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  Change,
  type ChangeKind,
  CheckField,
  ChoiceList,
  type Column,
  Confirm,
  ConfirmTyped,
  ConfirmTypedForm,
  DataTable,
  Hash,
  Ident,
  NetworkRow,
  NothingHere,
  PasswordField,
  SealedField,
  Segments,
  SelectField,
  type State,
  StateWord,
  TextField,
} from '../../components/index.ts';
import css from './kit.module.css';
import { Pair, Row, Section } from './section.tsx';

const nothing = () => {};

export function Forms() {
  const [network, setNetwork] = useState('Bench-2G');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('saltwater-2024');
  const [blink, setBlink] = useState(true);
  const [keep, setKeep] = useState(false);
  const [span, setSpan] = useState<'1 h' | '24 h' | '7 d'>('1 h');
  return (
    <Section name="Form">
      <Pair>
        <SelectField
          label="Network"
          value={network}
          onChange={setNetwork}
          options={['Bench-2G', 'Guest', 'Hall-3'].map((value) => ({ value, label: value }))}
        />
        <TextField label="Device name" value={name} onChange={setName} example="For example Hall 3, gate B" />
        <PasswordField
          label="Password"
          value={password}
          onChange={setPassword}
          error="The access point refused it."
        />
        <SealedField label="Site password" action={<Button variant="quiet">Type another</Button>} />
        <TextField
          dense
          machine
          label="interval_ms"
          value="60000"
          onChange={nothing}
          hint="Between two heartbeats."
        />
        <TextField dense disabled label="Port" value="8266" onChange={nothing} />
      </Pair>
      <Row>
        <CheckField label="Ask me to see it blink" checked={blink} onChange={setBlink} />
        <CheckField label="Keep Wi-Fi" checked={keep} onChange={setKeep} />
        <CheckField label="Not now" checked={false} onChange={nothing} disabled />
        <Segments
          label="Time"
          value={span}
          onChange={setSpan}
          options={(['1 h', '24 h', '7 d'] as const).map((value) => ({ value, label: value }))}
        />
      </Row>
    </Section>
  );
}

const NETWORKS = [
  { ssid: 'Bench-2G', dbm: -51, security: 'WPA2', locked: true },
  { ssid: 'Greenhouse-Mesh', dbm: -63, security: 'WPA2', locked: true, note: 'Stored site' },
  { ssid: 'Guest', dbm: -70, security: 'Open', locked: false },
  { ssid: 'Loading-Dock', dbm: -84, security: 'WPA2', locked: true },
];

export function Networks() {
  const [chosen, setChosen] = useState<string | null>('Bench-2G');
  return (
    <Section name="Network list">
      <ChoiceList
        framed
        label="Networks"
        value={chosen}
        onChange={setChosen}
        choices={NETWORKS.map((network) => ({
          value: network.ssid,
          content: <NetworkRow {...network} chosen={network.ssid === chosen} />,
        }))}
      >
        <Button variant="quiet">Type a hidden network</Button>
      </ChoiceList>
    </Section>
  );
}

interface DeviceRow {
  readonly id: string;
  readonly set: string;
  readonly state: State;
  readonly word: string;
  readonly change: ChangeKind;
  readonly signal: string;
}

const DEVICES: readonly DeviceRow[] = [
  {
    id: 'iot-28cdc10a4f3e',
    set: '9f3c41d07be2',
    state: 'pass',
    word: 'In force',
    change: 'same',
    signal: '−54',
  },
  {
    id: 'iot-28cdc10a31f2',
    set: 'e7719b04aa10',
    state: 'working',
    word: 'On trial',
    change: 'replaced',
    signal: '−61',
  },
  {
    id: 'iot-a0b7654d1c58',
    set: '51d0aa37c9ff',
    state: 'empty',
    word: 'Silent 14 min',
    change: 'added',
    signal: 'none',
  },
  { id: 'iot-<script>', set: '00000000', state: 'fail', word: 'Rejected', change: 'removed', signal: '−80' },
];

const COLUMNS: readonly Column<DeviceRow>[] = [
  { id: 'id', head: 'Device', cell: (row) => <Ident value={row.id} /> },
  { id: 'set', head: 'Set', cell: (row) => <Hash value={row.set} copy /> },
  { id: 'state', head: 'State', cell: (row) => <StateWord state={row.state} word={row.word} /> },
  { id: 'change', head: 'At next boot', cell: (row) => <Change kind={row.change} /> },
  { id: 'signal', head: 'Signal', numeric: true, cell: (row) => row.signal },
];

export function Tables() {
  return (
    <Section name="Table">
      <div className={css.box}>
        <DataTable
          label="Devices"
          columns={COLUMNS}
          rows={DEVICES}
          rowId={(row) => row.id}
          mark={(row) =>
            row.id.endsWith('4f3e') ? 'chosen' : row.change === 'replaced' ? 'changed' : undefined
          }
          href={(row) => `#${encodeURIComponent(row.id)}`}
          onGo={nothing}
        />
      </div>
    </Section>
  );
}

export function Nothing() {
  return (
    <Section name="Nothing here">
      <NothingHere
        icon="field"
        title="No device in AP fallback"
        why="Hold the laptop closer, or use a cable."
        action={<Button>Look again</Button>}
      />
    </Section>
  );
}

export function Confirmations() {
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState(false);
  const what = (
    <p>
      Removes Wi-Fi, device id, config and the set in force. It comes back as <code>IoT-0A4F3E</code>. Keys
      and logs stay.
    </p>
  );
  return (
    <Section name="Confirmation, plain and typed">
      <div className={css.dialog}>
        <h1>Factory reset this device?</h1>
        <ConfirmTypedForm
          name="iot-28cdc10b4f3e"
          action="Factory reset"
          onConfirm={nothing}
          onClose={nothing}
        >
          {what}
        </ConfirmTypedForm>
      </div>
      <Row>
        <Button variant="danger" onClick={() => setOpened(true)}>
          Factory reset
        </Button>
        <Button onClick={() => setAsked(true)}>Remove</Button>
      </Row>
      <Confirm
        opened={asked}
        title="Remove app.py?"
        keep="Leave it"
        action="Remove"
        onConfirm={() => setAsked(false)}
        onClose={() => setAsked(false)}
      >
        <p>It goes from the board, and nothing of it stays.</p>
      </Confirm>
      <ConfirmTyped
        opened={opened}
        title="Factory reset this device?"
        name="iot-28cdc10b4f3e"
        action="Factory reset"
        onConfirm={() => setOpened(false)}
        onClose={() => setOpened(false)}
      >
        {what}
      </ConfirmTyped>
    </Section>
  );
}
