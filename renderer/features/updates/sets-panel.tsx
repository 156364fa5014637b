/** Who runs which set, drawn by patterns: these are no states, and colours are for states. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { cls, Hash, NothingHere, Panel } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';
import { Members } from './members.tsx';
import { runningSets } from './sets.ts';
import css from './sets-panel.module.css';

export interface SetsPanelProps {
  readonly type: AppTypeSummary;
  /** Of this type. */
  readonly devices: readonly Device[];
}

/** More than these are only counted. */
const NAMED = 3;

export function SetsPanel({ type, devices }: SetsPanelProps) {
  const text = updatesText.sets;
  const sets = runningSets(devices, type);
  if (sets.length === 0) {
    return <NothingHere icon="devices" title={text.none.title} why={text.none.why(type.name)} />;
  }
  return (
    <Panel title={text.title} aside={text.aside(devices.length)}>
      <div className={css.bar} aria-hidden="true">
        {sets.map(({ standing, set, devices: members }) => (
          <i key={`${standing} ${set}`} className={css[standing]} style={{ flexGrow: members.length }} />
        ))}
      </div>
      <ul className={css.sets}>
        {sets.map(({ standing, set, version, devices: members }) => (
          <li key={`${standing} ${set}`} className={css.set}>
            <span className={cls(css.swatch, css[standing])} />
            <span className={css.count}>{members.length}</span>
            <span className={css.what}>
              {text[standing]}
              <span className={css.more}>
                {set !== null && <Hash value={set} />}
                {version !== null && <span>{version.split('+')[0]}</span>}
                {members.length <= NAMED && <Members deviceIds={members.map(({ deviceId }) => deviceId)} />}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
