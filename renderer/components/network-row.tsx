/** A Wi-Fi network as a board hears it, for the rows of a `ChoiceList`. */
import { partsText } from '../text/parts.ts';
import { Icon } from './icon.tsx';
import css from './network-row.module.css';
import { SignalBars } from './signal-bars.tsx';

export interface NetworkRowProps {
  readonly ssid: string;
  /** Null where nobody told. */
  readonly dbm: number | null;
  /** "WPA2", "Open". */
  readonly security: string;
  readonly locked: boolean;
  readonly chosen?: boolean | undefined;
  /** Why it is special: "Stored site". */
  readonly note?: string | undefined;
}

export function NetworkRow({ ssid, dbm, security, locked, chosen = false, note }: NetworkRowProps) {
  return (
    <>
      <SignalBars dbm={dbm} />
      <span className={css.ssid} data-chosen={chosen || undefined}>
        {ssid}
      </span>
      {note !== undefined && <span className={css.note}>{note}</span>}
      <span className={css.dbm}>{dbm === null ? '' : `−${Math.abs(Math.round(dbm))} dBm`}</span>
      <span className={css.security}>{security}</span>
      <Icon name={locked ? 'lock' : 'unlock'} />
      <span className={css.mark}>
        {chosen && (
          <>
            <Icon name="check" size={16} />
            {partsText.chosen}
          </>
        )}
      </span>
    </>
  );
}
