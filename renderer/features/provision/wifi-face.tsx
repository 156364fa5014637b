/** Second question: which network, as the board hears it; asked again where the access point refused. */
import { Button } from '@mantine/core';
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { FailureAlert, Icon, PageHead } from '../../components/index.ts';
import { describeFailure } from '../../text/errors.ts';
import { provisionText } from '../../text/provision.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { NetworkChoice } from './network-choice.tsx';
import { NetworkSecret } from './network-secret.tsx';
import { stepMs } from './phases.ts';
import css from './provision.module.css';
import { heardOf } from './scan.ts';
import type { Provisioning } from './use-provision.ts';

export interface WifiFaceProps {
  readonly on: Provisioning;
  /** The try that failed before. */
  readonly refused?:
    | { readonly job: JobSnapshot; readonly failure: FailureData; readonly ssid: string }
    | undefined;
}

export function WifiFace({ on, refused }: WifiFaceProps) {
  const text = provisionText.wifi;
  const { scan, listen } = on.ears;
  const listening = scan.status === 'listening';
  const heard = heardOf(scan);
  const wrong = refused?.failure.code === 'wifi-wrong-password' && on.wanted.ssid === refused.ssid;
  return (
    <>
      <PageHead
        title={text.title}
        about={heard.length > 0 ? text.about : text.aboutUnheard}
        actions={
          listening || (scan.status === 'idle' && refused === undefined) ? undefined : (
            <Button leftSection={<Icon name="restart" />} onClick={listen}>
              {scan.status === 'idle' ? text.listenFirst : text.listen}
            </Button>
          )
        }
      />
      <NetworkChoice on={on} />
      {scan.status === 'failed' && <CallFailure failure={scan.failure} />}
      {on.wanted.ssid !== null && (
        <NetworkSecret
          on={on}
          primary={refused === undefined ? text.provision : wrong ? text.tryThis : text.retry}
          error={wrong && !on.draft.checked ? text.refused : undefined}
        />
      )}
      {refused !== undefined && <Refused {...refused} on={on} />}
      <CallFailure failure={on.failure} />
      {refused === undefined && (
        <div className={css.actions}>
          <Button
            variant="quiet"
            leftSection={<Icon name="left" />}
            onClick={() => on.tell({ type: 'go', screen: 'recipe' })}
          >
            {text.toRecipe}
          </Button>
        </div>
      )}
    </>
  );
}

function Refused({
  job,
  failure,
  ssid,
  on,
}: NonNullable<WifiFaceProps['refused']> & { readonly on: Provisioning }) {
  const { sentence, remedy } = describeFailure(failure);
  const ms = stepMs(job, 2, Date.now());
  const stored = on.sites.some((site) => site.ssid === ssid && site.secret === 'known');
  return (
    <FailureAlert
      title={sentence}
      code={failure.code}
      cause={provisionText.wifi.tried(ms === undefined ? undefined : provisionText.took(ms))}
      remedy={remedy}
      actions={
        stored &&
        on.wanted.ssid === ssid &&
        on.wanted.secret === 'needed' &&
        failure.code === 'wifi-wrong-password' ? (
          <Button onClick={() => on.tell({ type: 'uses', which: 'stored' })}>
            {provisionText.wifi.useStored}
          </Button>
        ) : undefined
      }
    />
  );
}
