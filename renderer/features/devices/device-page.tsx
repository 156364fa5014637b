/** One device: what it says now, what its next boot would change, its logs, settings and endpoints. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Device } from '../../../preload/contract/models.ts';
import { Figures, NothingHere, PageHead } from '../../components/index.ts';
import { jobOfBoard } from '../../stores/jobs.ts';
import { useDevices, useJobs, useSettings } from '../../stores/react.ts';
import { devicesText, deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { useNow } from '../shell/use-now.ts';
import { AboutPanel } from './about-panel.tsx';
import { ConfigPanel } from './config-panel.tsx';
import { DeviceAlerts } from './device-alerts.tsx';
import { DeviceHead } from './device-head.tsx';
import css from './device-page.module.css';
import { deviceStateOf } from './device-state.ts';
import { EndpointsPanel } from './endpoints-panel.tsx';
import { figuresOf } from './figures.ts';
import { FilesPanel } from './files-panel.tsx';
import { kindOf } from './fleet.ts';
import { lightOf } from './light.ts';
import { LogPanel } from './log-panel.tsx';
import { plain } from './plain.ts';
import { ResetDialog } from './reset-dialog.tsx';
import { ResetJob } from './reset-job.tsx';
import { resetViewOf } from './reset-view.ts';
import { numberOf, type Said, saidOf } from './said.ts';
import { leastOf } from './samples.ts';
import { TelemetryPanel } from './telemetry-panel.tsx';
import { UpdateAlerts } from './update-alerts.tsx';
import { useReadings } from './use-readings.ts';
import { useRestart } from './use-restart.ts';
import { useStatus } from './use-status.ts';
import { WaitingDevices } from './waiting-devices.tsx';

/** How long it stays said that the device has blinked. */
const SAID_MS = 15_000;

export default function DevicePage({ deviceId }: { readonly deviceId: string }) {
  const [, go] = useLocation();
  const device = useDevices(({ devices }) => devices.get(deviceId));
  const told = useDevices(({ feed }) => feed.status !== 'waiting');
  const failure = useDevices(({ feed }) => (feed.status === 'failed' ? feed.failure : null));
  if (device !== undefined) return <Known device={device} />;
  if (failure !== null) return <CallFailure failure={failure} />;
  if (!told) return null;
  const text = deviceText.unknown;
  return (
    <>
      <PageHead
        machine
        title={plain(deviceId, 40)}
        trail={<Link href="/devices">{devicesText.title}</Link>}
      />
      <NothingHere
        icon="devices"
        title={text.title}
        why={text.why}
        action={<Button onClick={() => go('/devices')}>{text.action}</Button>}
      />
    </>
  );
}

function Known({ device }: { readonly device: Device }) {
  const { deviceId, address, registeredAt } = device;
  const now = useNow();
  const beatMs = useSettings(({ settings }) => settings?.ota.heartbeatIntervalMs ?? null);
  const job = useJobs((jobs) => jobOfBoard(jobs, deviceId));
  const reset = resetViewOf(job, device);
  const { asked, samples, askNow } = useStatus(deviceId, address, registeredAt);
  const said = saidOf(device, asked);
  const restart = useRestart(deviceId, [registeredAt, startedAt(said)], now);
  const identify = useCall('device.identify');
  const [blinkedAt, setBlinkedAt] = useState<number | null>(null);
  const [asksReset, setAsksReset] = useState(false);

  const state = deviceStateOf({ address, asked, said, restart: restart.state, reset });
  const live = state.status === 'live';
  const fresh = said.from === 'status' && said.age === 'fresh';
  const { readings, chosen, choose } = useReadings(said);
  // It runs nothing that could say anything.
  const bare = device.appType === null && said.from === 'nobody';
  // Its answers are read once it answers, and again whenever it has started anew.
  const source = { deviceId, wanted: asked.status === 'live' && said.from === 'status', again: registeredAt };
  const restarter = {
    run: () => {
      // A device that restarts while it blinks does not answer, and that is no fault of it.
      identify.forget();
      restart.run();
    },
    state: restart.asking === 'asking' ? 'running' : live ? 'idle' : 'unreachable',
  } as const;
  const light = lightOf(said.values);
  const blink = async () => {
    if (identify.state === 'running') return;
    if ((await identify.run({ deviceId })) !== undefined) setBlinkedAt(Date.now());
  };

  const note = () => {
    if (identify.state === 'running') return deviceText.blinking(light);
    if (restart.state.status === 'under-way')
      return deviceText.restart.waits(devicesText.span(restart.state.ms));
    return blinkedAt !== null && now - blinkedAt < SAID_MS ? deviceText.blinked(light) : '';
  };

  return (
    <>
      <DeviceHead
        device={device}
        state={state}
        now={now}
        note={note()}
        identify={{
          run: () => void blink(),
          state: identify.state === 'running' ? 'running' : live ? 'idle' : 'unreachable',
        }}
        restart={restarter}
        reset={{ run: () => setAsksReset(true), state: live ? 'idle' : 'unreachable' }}
      />
      <div className={css.page}>
        <CallFailure failure={identify.failure ?? restart.failure} />
        <ResetJob view={reset} />
        <DeviceAlerts
          said={said}
          failure={
            state.status === 'unreachable' && asked.status === 'unreachable' ? asked.failure.toData() : null
          }
          nowhere={state.status === 'nowhere' && device.appType !== null}
          restart={restart.state}
          now={now}
          onAsk={askNow}
        />
        <UpdateAlerts device={device} />
        {device.appType === null && (
          <WaitingDevices devices={[{ id: deviceId, kind: kindOf(device.deviceType) }]} />
        )}
        {bare ? (
          <AboutPanel device={device} source={source} now={now} />
        ) : (
          <>
            <div data-age={fresh ? 'fresh' : 'old'} className={css.figures}>
              <Figures
                figures={figuresOf({
                  said,
                  chosen,
                  leastMemory: leastOf(samples, 'free_mem'),
                  heartbeatAt: device.heartbeatAt,
                  beatMs,
                  now,
                })}
              />
            </div>
            <div className={css.columns}>
              <div className={css.column}>
                <TelemetryPanel
                  readings={readings}
                  samples={samples}
                  chosen={chosen}
                  onChoose={choose}
                  aside={ageOf(said, now)}
                  live={fresh}
                />
                <FilesPanel device={device} restart={restarter} />
                <EndpointsPanel source={source} address={address} />
              </div>
              <div className={css.column}>
                <LogPanel source={source} />
                <ConfigPanel source={source} />
                <AboutPanel device={device} source={source} now={now} />
              </div>
            </div>
          </>
        )}
      </div>
      <ResetDialog
        deviceId={deviceId}
        mac={device.mac}
        opened={asksReset}
        onClose={() => setAsksReset(false)}
      />
    </>
  );
}

/** How old what is shown is, in words. */
function ageOf(said: Said, now: number): string {
  const text = deviceText.telemetry;
  if (said.from === 'heartbeat') return text.heartbeat(devicesText.ago(now - said.at));
  if (said.from !== 'status') return '';
  return said.age === 'fresh' ? text.every : text.old(devicesText.ago(now - said.at));
}

/** When the device last started, as far as its uptime tells. */
function startedAt(said: Said): number | null {
  const uptime = said.from === 'status' && said.age === 'fresh' ? numberOf(said.values, 'uptime_ms') : null;
  return said.from === 'status' && uptime !== null ? said.at - uptime : null;
}
