/** The app types, one of them chosen; how each stands with its devices. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { Panel, Pill } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';
import { standingOf } from './sets.ts';
import css from './updates-page.module.css';

export interface TypesListProps {
  readonly types: readonly AppTypeSummary[];
  readonly devices: readonly Device[];
  readonly current: string | null;
  readonly onChoose: (name: string) => void;
}

export function TypesList({ types, devices, current, onChoose }: TypesListProps) {
  const waiting = devices.filter(({ appType }) => appType === null).length;
  if (types.length === 0 && waiting === 0) return null;
  return (
    <Panel title={updatesText.types} flush>
      <ul className={css.list}>
        {types.map((type) => {
          const own = devices.filter(({ appType }) => appType === type.name);
          return (
            <li key={type.name}>
              <button type="button" aria-pressed={type.name === current} onClick={() => onChoose(type.name)}>
                <span className={css.name}>
                  <b>{type.name}</b>
                  <span>{own.length === 0 ? updatesText.noDevice : updatesText.runs(own.length)}</span>
                </span>
                <Standing type={type} devices={own} />
              </button>
            </li>
          );
        })}
      </ul>
      {waiting > 0 && <p className={css.waits}>{updatesText.waiting(waiting)}</p>}
    </Panel>
  );
}

function Standing({ type, devices }: { readonly type: AppTypeSummary; readonly devices: readonly Device[] }) {
  if (type.missing.length > 0) {
    return <Pill state="attention" word={updatesText.lacks(type.missing.join(', '))} />;
  }
  if (devices.length === 0) return null;
  const behind = devices.filter((device) => standingOf(device, type) === 'older').length;
  // What nobody has said is no proof that it is in force.
  if (devices.some((device) => standingOf(device, type) === 'unknown')) return null;
  if (behind === 0) return <Pill state="pass" word={updatesText.inForce} />;
  return <Pill state="working" word={updatesText.taking(behind)} />;
}
