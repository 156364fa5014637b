/** PASS, and who said so: each proof with its evidence, where it was heard, and how long it took. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Passport, Proof } from '../../../preload/contract/models.ts';
import { Icon, Panel, Verdict } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import css from './provision.module.css';

export interface NextBoard {
  readonly slot: string;
  readonly port: string;
}

export interface PassedFaceProps {
  /** Undefined when it is of a form that this page does not know. */
  readonly passport: Passport | undefined;
  readonly next: NextBoard | undefined;
  readonly onBack: () => void;
}

const text = provisionText.passed;

export function PassedFace({ passport, next, onBack }: PassedFaceProps) {
  const [, go] = useLocation();
  const seen = passport?.proofs.some(({ step }) => step === 'blink');
  return (
    <>
      <Verdict
        state="pass"
        title={
          passport === undefined
            ? text.unreadable
            : text.title(provisionText.took(passport.finishedAt - passport.startedAt))
        }
        about={passport === undefined ? text.unreadableWhy : seen ? text.seen : text.heard}
      />
      {passport !== undefined && (
        <Panel flush>
          <div className={css.columns}>
            <h2>{text.evidence}</h2>
            <span>{text.columns.from}</span>
            <span className={css.at}>{text.columns.at}</span>
          </div>
          <ul>
            {passport.proofs.map((proof) => (
              <ProofRow key={`${proof.step} ${proof.at}`} proof={proof} />
            ))}
          </ul>
        </Panel>
      )}
      <div className={css.onward}>
        <div className={css.ended}>
          {next !== undefined ? (
            <Button
              size="xl"
              variant="filled"
              className={css.wide}
              onClick={() => go(`/provision/${encodeURIComponent(next.port)}`)}
            >
              {text.next(next.slot)}
            </Button>
          ) : (
            <Button size="xl" variant="filled" className={css.wide} onClick={onBack}>
              {provisionText.toBench}
            </Button>
          )}
          {passport !== undefined && (
            <Button size="xl" onClick={() => go(`/devices/${encodeURIComponent(passport.deviceId)}`)}>
              {text.device}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function ProofRow({ proof }: { readonly proof: Proof }) {
  const { title, from } = wordsOf(proof.step);
  return (
    <li className={css.proof}>
      <Icon name="pass" />
      <div>
        <h3>{title}</h3>
        <p className={css.evidence}>{proof.evidence}</p>
      </div>
      <span className={css.second}>{from}</span>
      <span className={css.at}>
        {provisionText.clock(proof.at)}
        <small>{provisionText.took(proof.ms)}</small>
      </span>
    </li>
  );
}

function wordsOf(step: string): { readonly title: string; readonly from: string } {
  return (Object.hasOwn(text.proofs, step) ? text.proofs[step] : undefined) ?? text.otherProof;
}
