/** Who runs which set, drawn by patterns: these are no states, and colours are for states. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { cls, Panel } from '../../components/index.ts';
import { updatesText } from '../../text/updates.ts';
import { runningSets } from './sets.ts';
import css from './updates-page.module.css';

export interface SetsPanelProps {
  readonly type: AppTypeSummary;
  readonly devices: readonly Device[];
}

export function SetsPanel({ type, devices }: SetsPanelProps) {
  const text = updatesText.sets;
  const sets = runningSets(devices, type);
  if (sets.length === 0) {
    return (
      <Panel title={text.title}>
        <p className={css.quiet}>{text.none}</p>
      </Panel>
    );
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
          <li key={`${standing} ${set}`}>
            <span className={cls(css.swatch, css[standing])} />
            <code title={set ?? undefined}>{set?.slice(0, 8) ?? ''}</code>
            <span>{version ?? ''}</span>
            <span className={css.count}>{members.length}</span>
            <span className={css.quiet}>
              {text[standing]}
              {members.length <= 3 && `: ${members.map(({ deviceId }) => deviceId.slice(-4)).join(', ')}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
