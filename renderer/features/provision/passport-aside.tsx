/** The right part after a PASS: the passport as a person reads it off, and the board that may go now. */
import type { Passport, PortInfo } from '../../../preload/contract/models.ts';
import { Hash, Ident, KeyValues, StateWord } from '../../components/index.ts';
import { appText } from '../../text/app.ts';
import { benchText } from '../../text/bench.ts';
import { provisionText } from '../../text/provision.ts';
import { BoardPicture } from './board-aside.tsx';
import { DeviceName } from './device-name.tsx';
import css from './provision.module.css';
import result from './result.module.css';

export interface PassportAsideProps {
  readonly passport: Passport;
  readonly slot: string;
  readonly board: PortInfo | undefined;
}

export function PassportAside({ passport, slot, board }: PassportAsideProps) {
  const { title, rows } = provisionText.passport;
  return (
    <div className={css.right} data-face="done">
      <section className={result.passport} aria-label={title}>
        <header>
          <div className={result.head}>
            <h2>{title}</h2>
            <StateWord state="pass" word={benchText.words.pass} />
          </div>
          <DeviceName id={passport.deviceId} />
          <p className={css.second}>{appText.kinds[passport.kind]}</p>
        </header>
        <KeyValues
          rows={[
            { name: rows.app, value: passport.appType },
            { name: rows.set, value: <Hash value={passport.set} copy /> },
            { name: rows.runtime, value: provisionText.steps.runtime(passport.runtime) },
            { name: rows.recipe, value: passport.recipe },
            { name: rows.mac, value: <Ident value={passport.mac} /> },
            { name: rows.chip, value: <Ident value={passport.uniqueId} /> },
            { name: rows.made, value: provisionText.day(passport.finishedAt) },
          ]}
        />
      </section>
      <div className={result.still}>
        <BoardPicture board={board} width={264} />
        <p>{board === undefined ? provisionText.passed.unplugged : provisionText.passed.safe(slot)}</p>
      </div>
    </div>
  );
}
