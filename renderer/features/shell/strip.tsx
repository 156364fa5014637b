/** The line above every page, from the stores. */
import { useEffect, useState } from 'react';
import type { OtaState } from '../../../preload/contract/ota.ts';
import { type ServerStatus, StatusStrip } from '../../components/index.ts';
import { openJobs } from '../../stores/jobs.ts';
import { useJobs, useOta, useRequests, useSettings } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { describeFailure } from '../../text/errors.ts';
import { ticksOf } from './ticks.ts';

const TICK_MS = 2500;

export function Strip() {
  const server = useOta(({ state }) => state);
  const running = useJobs(openJobs);
  const settings = useSettings((state) => state.settings);
  return (
    <StatusStrip
      server={serverStatus(server)}
      ticks={useTicks()}
      recipes={(settings?.recipes ?? []).slice(0, 2).map((recipe) => ({
        kind: recipe.kind === null ? appText.anyKind : appText.kinds[recipe.kind],
        name: recipe.name,
      }))}
      site={settings?.sites[0]?.ssid ?? null}
      running={running}
    />
  );
}

function serverStatus(state: OtaState): ServerStatus {
  const text = appText.server;
  switch (state.status) {
    case 'on':
      return { state: 'serving', word: text.on, address: `${state.host}:${state.port}` };
    case 'starting':
      return { state: 'waiting', word: text.starting };
    case 'off':
      return { state: 'off', word: text.off };
    case 'failed':
      return { state: 'failed', word: text.failed, why: describeFailure(state.failure).sentence };
  }
}

/** Moves on by itself: a minute in which nothing comes is a minute of low ticks. */
function useTicks() {
  const requests = useRequests((state) => state.requests);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return ticksOf(requests, Math.max(now, requests.at(-1)?.at ?? 0), TICK_MS);
}
