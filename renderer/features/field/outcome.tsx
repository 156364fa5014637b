/** What a visit came to, and the way on from there. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { FieldResult } from '../../../preload/contract/field.ts';
import type { DeviceStatus } from '../../../preload/contract/models.ts';
import { FailureAlert, Icon, KeyValues, Notice, Panel } from '../../components/index.ts';
import { describeFailure } from '../../text/errors.ts';
import { fieldText } from '../../text/field.ts';
import { plain, plainValue, wordsOf } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import type { Shown } from './shown.ts';
import { stepIndex } from './steps.ts';
import type { UsedField } from './use-field.ts';
import { useLetterKey } from './use-letter-key.ts';

const text = fieldText.outcome;

type Face<F extends Shown['face']> = Extract<Shown, { face: F }>;

export function DoneFace({ on, result }: { readonly on: UsedField; readonly result: FieldResult }) {
  const [, go] = useLocation();
  const given = plain(result.ssid, 32);
  switch (result.outcome.is) {
    case 'alive':
      return <AliveFace on={on} given={given} outcome={result.outcome} />;
    case 'back-in-ap':
      return <BackFace on={on} given={given} />;
    case 'unheard':
      return (
        <FailureAlert
          state="attention"
          title={text.unheard}
          cause={text.unheardWhy(given)}
          remedy={text.unheardTry(given)}
          actions={
            <>
              <Button variant="filled" size="lg" onClick={() => go('/devices')}>
                {text.moreDevices}
              </Button>
              <Button size="lg" onClick={on.layAside}>
                {text.toList}
              </Button>
            </>
          }
        />
      );
  }
}

interface BackFaceProps {
  readonly on: UsedField;
  readonly given: string;
}

function BackFace({ on, given }: BackFaceProps) {
  useLetterKey('r', on.again);
  return (
    <FailureAlert
      state="attention"
      title={text.backInAp(plain(on.chosen?.ssid ?? '', 32))}
      cause={text.backInApWhy(given)}
      actions={
        <>
          <Button variant="filled" size="lg" leftSection={<Icon name="restart" />} onClick={on.again}>
            {text.retry}
          </Button>
          <Button size="lg" onClick={on.layAside}>
            {text.toList}
          </Button>
        </>
      }
    />
  );
}

interface AliveFaceProps {
  readonly on: UsedField;
  readonly given: string;
  readonly outcome: Extract<FieldResult['outcome'], { is: 'alive' }>;
}

function AliveFace({ on, given, outcome: { deviceId, address, heardBy } }: AliveFaceProps) {
  const [, go] = useLocation();
  const identify = useCall('device.identify');
  const ask = useCall('device.status');
  const [status, setStatus] = useState<DeviceStatus | null>(null);
  // A device that only its name or address told may be unknown to the bench by its id.
  const asked = on.devices.has(deviceId) ? deviceId : address;
  const blink = () => void identify.run({ deviceId: asked });
  useLetterKey('i', blink);
  return (
    <>
      <Notice
        state="pass"
        title={text.alive(plain(deviceId, 64), given)}
        actions={
          <>
            <Button variant="filled" size="lg" onClick={on.layAside}>
              {text.next}
            </Button>
            <Button
              size="lg"
              leftSection={<Icon name="light" />}
              aria-busy={identify.state === 'running'}
              onClick={blink}
            >
              {identify.state === 'running' ? text.identifying : text.identify}
            </Button>
            <Button
              size="lg"
              aria-busy={ask.state === 'running'}
              onClick={() => void ask.run({ deviceId: asked }).then((told) => told && setStatus(told))}
            >
              {text.status}
            </Button>
            {on.devices.has(deviceId) && (
              <Button size="lg" onClick={() => go(`/devices/${encodeURIComponent(deviceId)}`)}>
                {text.openDevice}
              </Button>
            )}
          </>
        }
      >
        <p>
          {text.heardBy[heardBy]} <code>{plain(address, 64)}</code>
        </p>
      </Notice>
      <CallFailure failure={identify.failure ?? ask.failure} />
      {status !== null && (
        <Panel title={text.statusTitle}>
          <KeyValues
            rows={Object.entries(status)
              .filter(([, value]) => value !== null)
              .slice(0, STATUS_ROWS)
              .map(([name, value]) => ({ name: wordsOf(name), value: plainValue(value) }))}
          />
        </Panel>
      )}
    </>
  );
}

/** The whole of it stands on the page of the device. */
const STATUS_ROWS = 16;

/** Where trying the same again cannot help, and a person's hand can. */
const BY_HAND = new Set(['wifi-denied', 'wifi-unsupported', 'ap-not-found', 'ap-no-address', 'wifi-no-scan']);

export function FailedFace({ on, shown }: { readonly on: UsedField; readonly shown: Face<'failed'> }) {
  useLetterKey('r', on.layAside);
  const { failure } = shown.state;
  const { sentence, remedy } = describeFailure(failure);
  const step = fieldText.steps[stepIndex(shown)] ?? '';
  const byHand = shown.details.mode === 'automatic' && BY_HAND.has(failure.code);
  return (
    <FailureAlert
      title={sentence}
      code={failure.code}
      cause={[text.failed(step), ...homeWords(shown.details.place, on.home)].join(' ')}
      remedy={remedy}
      actions={
        <>
          <Button variant="filled" size="lg" leftSection={<Icon name="restart" />} onClick={on.layAside}>
            {text.again}
          </Button>
          {byHand && (
            <Button
              size="lg"
              onClick={() => {
                on.change({ mode: 'manual' });
                on.layAside();
              }}
            >
              {fieldText.start.begin}
            </Button>
          )}
        </>
      }
    />
  );
}

export function CancelledFace({ on, shown }: { readonly on: UsedField; readonly shown: Face<'cancelled'> }) {
  const { given, place } = shown.details;
  return (
    <Notice
      title={text.cancelled}
      icon="cancelled"
      actions={
        <Button size="lg" variant="filled" onClick={on.layAside}>
          {text.toList}
        </Button>
      }
    >
      <p>
        {[
          given === null ? text.cancelledUntold : text.cancelledTold(plain(given.ssid, 32)),
          ...homeWords(place, on.home),
        ].join(' ')}
      </p>
    </Notice>
  );
}

function homeWords(place: string, home: string | null): string[] {
  if (place === 'back') return [text.home(home === null ? null : plain(home, 32))];
  return place === 'moved-on' ? [fieldText.promise.movedOn] : [];
}
