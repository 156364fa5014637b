/** The line above every page, from the stores. */
import { isFinal } from '../../../preload/contract/jobs.ts';
import type { Recipe } from '../../../preload/contract/models.ts';
import type { OtaState } from '../../../preload/contract/ota.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import { type ServerStatus, StatusStrip } from '../../components/index.ts';
import { type JobsData, openJobs } from '../../stores/jobs.ts';
import { useJobs, useOta, useRequests, useSettings } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { describeFailure } from '../../text/errors.ts';
import { plain } from '../devices/plain.ts';
import { visitJobOf } from '../field/shown.ts';
import { ticksOf } from './ticks.ts';
import { useNow } from './use-now.ts';

const TICK_MS = 2500;

export function Strip() {
  const server = useOta(({ state }) => state);
  const heard = useOta(({ feed }) => feed.status === 'live');
  const running = useJobs(openJobs);
  const awayOn = useJobs(networkAwayOn);
  const settings = useSettings((state) => state.settings);
  return (
    <StatusStrip
      server={heard ? serverStatus(server, awayOn) : UNKNOWN}
      ticks={useTicks()}
      recipes={recipesByKind(settings?.recipes ?? [])}
      site={siteInUse(settings?.sites ?? [])}
      running={running}
    />
  );
}

/** Before the bench has told, and without it, nobody knows how its server is. */
const UNKNOWN: ServerStatus = { state: 'off', word: appText.server.unknown };

/** The first of each kind; two are what there is room for. */
export function recipesByKind(recipes: readonly Recipe[]): { kind: string; name: string }[] {
  const first = new Map<string, string>();
  for (const { kind, name } of recipes) {
    const said = kind === null ? appText.anyKind : appText.kinds[kind];
    if (!first.has(said)) first.set(said, name);
  }
  return [...first].slice(0, 2).map(([kind, name]) => ({ kind, name }));
}

/** The one that a board was last sent to; before that the first. */
export function siteInUse(sites: readonly Site[]): string | null {
  const [last] = [...sites].sort((a, b) => (b.chosenAt ?? 0) - (a.chosenAt ?? 0));
  return last?.ssid ?? null;
}

/** The network of a device that this computer is on instead of its own; null at home. */
export function networkAwayOn(jobs: JobsData): string | null {
  const job = visitJobOf(jobs);
  if (job === undefined || job.details === null || isFinal(job.state)) return null;
  const { place, mode, ssid } = job.details;
  // A person who is to join it by hand is still at home.
  const away = place === 'there' || place === 'returning' || (place === 'joining' && mode === 'automatic');
  return away ? ssid : null;
}

function serverStatus(state: OtaState, awayOn: string | null): ServerStatus {
  const text = appText.server;
  switch (state.status) {
    case 'on':
      if (awayOn !== null)
        return { state: 'waiting', word: text.waits, why: text.whileOn(plain(awayOn, 32)) };
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
  const now = useNow(TICK_MS);
  return ticksOf(requests, Math.max(now, requests.at(-1)?.at ?? 0), TICK_MS);
}
