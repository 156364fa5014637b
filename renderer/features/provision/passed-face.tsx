/** PASS, and who said so: each proof with its evidence, where it was heard, and how long it took. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Passport, Proof } from '../../../preload/contract/models.ts';
import { Icon, Panel, Verdict } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import css from './provision.module.css';
import result from './result.module.css';

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
          <table className={result.proofs} aria-label={text.evidence}>
            <thead>
              <tr>
                <th scope="col">
                  <h2>{text.evidence}</h2>
                </th>
                <th scope="col">{text.columns.from}</th>
                <th scope="col">{text.columns.at}</th>
              </tr>
            </thead>
            <tbody>
              {passport.proofs.map((proof) => (
                <ProofRow key={`${proof.step} ${proof.at}`} proof={proof} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      <div className={result.onward}>
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
    <tr>
      <td className={result.proof}>
        <Icon name="pass" />
        <div>
          <h3>{title}</h3>
          <p className={result.evidence}>{proof.evidence}</p>
        </div>
      </td>
      <td>{from}</td>
      <td>
        {provisionText.clock(proof.at)}
        <small>{provisionText.took(proof.ms)}</small>
      </td>
    </tr>
  );
}

function wordsOf(step: string): { readonly title: string; readonly from: string } {
  return (Object.hasOwn(text.proofs, step) ? text.proofs[step] : undefined) ?? text.otherProof;
}
