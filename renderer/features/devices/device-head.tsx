/** Which device, how it is, and what can be done with it as a whole. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Device } from '../../../preload/contract/models.ts';
import { BoardDrawing, Icon, LiveMark, PageHead, Pill, StateWord } from '../../components/index.ts';
import { devicesText, deviceText } from '../../text/devices.ts';
import css from './device-page.module.css';
import type { DeviceState } from './device-state.ts';
import { plain } from './plain.ts';
import type { Restarter } from './restart.ts';

export interface DeviceHeadProps {
  readonly device: Device;
  readonly state: DeviceState;
  readonly now: number;
  /** What came of identify or restart, for a while. */
  readonly note: string;
  readonly identify: { readonly run: () => void; readonly state: 'idle' | 'running' | 'unreachable' };
  readonly restart: Restarter;
  /** Whether it can be reset now. */
  readonly reset: { readonly run: () => void; readonly state: 'idle' | 'unreachable' };
}

export function DeviceHead({ device, state, now, note, identify, restart, reset }: DeviceHeadProps) {
  const text = deviceText.actions;
  const { deviceId, deviceType, appType, address } = device;
  return (
    <PageHead
      machine
      title={deviceId}
      trail={
        <>
          <Link href="/devices">{devicesText.title}</Link> / {plain(appType ?? devicesText.noAppType, 32)}
        </>
      }
      drawing={
        deviceType === 'pico' || deviceType === 'esp32' ? (
          <BoardDrawing
            board={deviceType}
            virtual={address?.startsWith('127.') ?? false}
            led={identify.state === 'running' ? 'blinking' : 'off'}
          />
        ) : undefined
      }
      about={
        <>
          <State state={state} now={now} />
          {Object.keys(device.overlay).length > 0 && <Pill word={devicesText.state.hotfix} />}
          {device.updates?.trial.state === 'open' && (
            <Pill state="working" word={devicesText.state.onTrial} />
          )}
          {appType !== null && <span>{plain(appType, 32)}</span>}
          {address !== null && <code>{plain(address, 64)}</code>}
          <span role="status">{note}</span>
        </>
      }
      actions={
        <>
          <Button
            size="lg"
            leftSection={<Icon name="light" />}
            disabled={identify.state === 'unreachable'}
            aria-busy={identify.state === 'running'}
            onClick={identify.run}
          >
            {identify.state === 'running' ? text.identifying : text.identify}
          </Button>
          <Button
            size="lg"
            leftSection={<Icon name="restart" />}
            disabled={restart.state !== 'idle'}
            onClick={restart.run}
          >
            {restart.state === 'running' ? text.restarting : text.restart}
          </Button>
          <Button
            size="lg"
            variant="danger"
            leftSection={<Icon name="erase" />}
            disabled={reset.state === 'unreachable'}
            onClick={reset.run}
          >
            {text.reset}
          </Button>
        </>
      }
    />
  );
}

function State({ state, now }: { readonly state: DeviceState; readonly now: number }) {
  switch (state.status) {
    case 'live':
      return (
        <span className={css.live}>
          <LiveMark breathing />
          {deviceText.live(devicesText.ago(now - state.at))}
        </span>
      );
    case 'unreachable':
      return <StateWord state="empty" word={deviceText.unreachable(devicesText.span(now - state.since))} />;
    case 'another':
      return <StateWord state="empty" word={deviceText.noAnswer} />;
    case 'nowhere':
      return <StateWord state="empty" word={deviceText.noAddress} />;
    case 'asking':
      return <StateWord state="ready" word={deviceText.asking} />;
    case 'restarting':
      return <StateWord state="working" word={deviceText.restarting} />;
    case 'reset':
      return <StateWord state="empty" word={deviceText.reset.state} />;
    case 'resetting':
      return <StateWord state="working" word={devicesText.state.resetting} />;
  }
}
