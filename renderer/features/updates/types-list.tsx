/** The app types, one of them chosen; how each stands with its devices. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { ChoiceList, Icon, Panel, Pill } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';
import { type TypeStanding, typeStanding } from './sets.ts';
import css from './updates-page.module.css';

export interface TypesListProps {
  readonly types: readonly AppTypeSummary[];
  readonly devices: readonly Device[];
  readonly current: string | null;
  readonly onChoose: (name: string) => void;
  readonly onNew: () => void;
}

export function TypesList({ types, devices, current, onChoose, onNew }: TypesListProps) {
  const text = updatesText.types;
  const waiting = devices.filter(({ appType }) => appType === null).length;
  if (types.length === 0 && waiting === 0) return null;
  return (
    <Panel title={text.title} actions={<Button onClick={onNew}>{text.add}</Button>} flush>
      <ChoiceList
        label={text.title}
        value={current}
        onChange={onChoose}
        choices={types.map((type) => {
          const own = devices.filter(({ appType }) => appType === type.name);
          return { value: type.name, content: <TypeRow type={type} devices={own} /> };
        })}
      >
        {waiting > 0 ? (
          <Link className={css.waits} href="/devices">
            {text.waiting(waiting)}
            <Icon name="right" />
          </Link>
        ) : undefined}
      </ChoiceList>
    </Panel>
  );
}

interface TypeRowProps {
  readonly type: AppTypeSummary;
  readonly devices: readonly Device[];
}

function TypeRow({ type, devices }: TypeRowProps) {
  const { noDevice, runs } = updatesText.types;
  return (
    <span className={css.type}>
      <span className={css.name}>
        <b>{type.name}</b>
        <span>{devices.length === 0 ? noDevice : runs(devices.length)}</span>
      </span>
      <Mark standing={typeStanding(devices, type)} />
    </span>
  );
}

function Mark({ standing }: { readonly standing: TypeStanding }) {
  const text = updatesText.types;
  switch (standing.status) {
    case 'incomplete':
      return <Pill state="attention" word={text.incomplete} />;
    case 'refused':
      return <Pill state="attention" word={text.refused(standing.count)} />;
    case 'taking':
      return <Pill state="working" word={text.taking(standing.count)} />;
    case 'trial':
      return <Pill state="working" word={text.trial(standing.count)} />;
    case 'unsaid':
      return <Pill state="empty" word={text.unsaid(standing.count)} />;
    case 'in-force':
      return <Pill state="pass" word={text.inForce} />;
    case 'no-device':
      return null;
  }
}
