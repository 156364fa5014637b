/** Makes an app type and a recipe of what is on this board, and says what was left on it and why. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { goldenResult } from '../../../preload/contract/boards.ts';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import { Notice, Panel, TextField } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './compare-section.module.css';
import { JobView } from './job-view.tsx';

export interface GoldenPanelProps {
  readonly port: string;
  readonly job: JobSnapshot | undefined;
  readonly access: 'free' | 'held';
}

/** Weights of `look`, `read` and `save`. */
const WEIGHTS = [10, 80, 10];
/** As the server has it (docs/protocol.md): small letters, digits, - and _, at most 32. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
/** Files that are named; more are counted. */
const NAMED = 40;

export function GoldenPanel({ port, job, access }: GoldenPanelProps) {
  const text = boardText.golden;
  const [name, setName] = useState('');
  const [checked, setChecked] = useState<'no' | 'checked'>('no');
  const read = useCall('jobs.readGolden');
  const reading = job?.kind === 'read-golden' ? job : undefined;
  const begin = (existing: 'refuse' | 'replace') => void read.run({ port, name: name.trim(), existing });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked('checked');
    if (NAME.test(name.trim())) begin('refuse');
  };
  return (
    <>
      <Panel title={text.title}>
        <form className={css.form} onSubmit={submit}>
          <p className={css.help}>{text.help}</p>
          <TextField
            label={text.name}
            value={name}
            onChange={setName}
            example={text.example}
            hint={text.nameHelp}
            error={checked === 'checked' && !NAME.test(name.trim()) ? text.wrong : undefined}
          />
          <Button
            size="lg"
            type="submit"
            disabled={access === 'held'}
            loading={read.state === 'running' || (reading !== undefined && !isFinal(reading.state))}
          >
            {text.action}
          </Button>
          <CallFailure
            failure={read.failure}
            actions={
              read.failure?.code === 'golden-exists' && (
                <Button onClick={() => begin('replace')}>{text.replace}</Button>
              )
            }
          />
        </form>
      </Panel>
      {reading !== undefined && (
        <JobView
          job={reading}
          words={boardText.job.golden}
          weights={WEIGHTS}
          done={(result) => <Made result={result} />}
          actions={(code) =>
            code === 'golden-exists' &&
            NAME.test(name.trim()) && <Button onClick={() => begin('replace')}>{text.replace}</Button>
          }
        />
      )}
    </>
  );
}

function Made({ result }: { readonly result: unknown }) {
  const text = boardText.golden;
  const [, go] = useLocation();
  const made = goldenResult.safeParse(result).data;
  if (made === undefined) return null;
  const { appType, recipe, files, leftOut } = made;
  return (
    <Notice
      title={boardText.job.golden.done}
      icon="check"
      actions={
        <>
          <Button onClick={() => go('/settings')}>{text.toRecipes}</Button>
          <Button variant="quiet" onClick={() => go('/updates')}>
            {text.toUpdates}
          </Button>
        </>
      }
    >
      <p>
        {text.made(plain(appType, 32), files.length)} {text.recipe(plain(recipe, 60))}
      </p>
      <p>{text.leftOut(leftOut.length)}</p>
      {leftOut.length > 0 && (
        <ul className={css.left}>
          {leftOut.slice(0, NAMED).map(({ name, why }) => (
            <li key={name}>
              <code>{plain(name, 60)}</code>: {text.why[why]}
            </li>
          ))}
        </ul>
      )}
      {leftOut.length > NAMED && <p>{boardText.files.more(leftOut.length - NAMED)}</p>}
    </Notice>
  );
}
