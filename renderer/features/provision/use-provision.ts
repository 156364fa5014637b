/** All that the page knows and can do: the draft, what the board hears, the job, and the calls. */
import { useReducer, useState } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { PortInfo, Recipe } from '../../../preload/contract/models.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import { jobOfBoard } from '../../stores/jobs.ts';
import { useClient, useConnection, useJobs, useOta, useSettings, useStores } from '../../stores/react.ts';
import { useCall } from '../shell/use-call.ts';
import {
  type Draft,
  type DraftEvent,
  FIRST_DRAFT,
  nextDraft,
  passwordFor,
  type Repeat,
  repeatOf,
  type Wanted,
  wanted,
} from './draft.ts';
import { chosenRecipe, fits } from './recipes.ts';
import { whenJoined } from './remember.ts';
import { heardOf } from './scan.ts';
import { type Shown, shownOf } from './shown.ts';
import { useOfStage } from './use-of-stage.ts';
import { type UsedScan, useScan } from './use-scan.ts';

const NO_RECIPES: readonly Recipe[] = [];
const NO_SITES: readonly Site[] = [];

/** `agreed`: the bench has answered, and a moment later tells of the job. */
type Begun =
  | { readonly stage: 'no' }
  | { readonly stage: 'asking' }
  | { readonly stage: 'agreed'; readonly job: string };

export interface Provisioning {
  readonly shown: Shown;
  readonly job: JobSnapshot | undefined;
  readonly draft: Draft;
  readonly tell: (event: DraftEvent) => void;
  readonly wanted: Wanted;
  /** Those that fit the board. */
  readonly recipes: readonly Recipe[];
  readonly others: number;
  readonly recipe: Recipe | undefined;
  readonly sites: readonly Site[];
  readonly ears: UsedScan;
  /** The last order once more, when all of it is known. */
  readonly repeat: Repeat | null;
  /** Of the last call, until the job moves on; it stands where the action was. */
  readonly failure: FailureData | null;
  readonly starting: boolean;
  /** As the draft says; shows what is wrong with it instead. */
  provision(): void;
  retry(repeat: Repeat): void;
  cancel(): void;
  answer(yes: boolean): void;
}

export function useProvision(port: string, board: PortInfo | undefined): Provisioning {
  const stores = useStores();
  const client = useClient();
  const settings = useSettings((state) => state.settings);
  const types = useOta((state) => state.types);
  const job = useJobs((state) => jobOfBoard(state, port));
  const [draft, tell] = useReducer(nextDraft, FIRST_DRAFT);
  const start = useCall('jobs.provision');
  const cancel = useCall('jobs.cancel');
  const answer = useCall('jobs.answer');
  const failure = useOfStage(
    start.failure ?? cancel.failure ?? answer.failure,
    job === undefined ? '' : `${job.id} ${job.state.status}`,
  );
  const [begun, setBegun] = useState<Begun>({ stage: 'no' });
  const arrived = useJobs((state) => begun.stage === 'agreed' && state.jobs.has(begun.job));
  const lost = useConnection(({ status }) => status === 'lost');
  // What was there may go again, with the bench that knew it; and a bench that comes back tells of all that it has.
  if (arrived || (lost && begun.stage === 'agreed')) setBegun({ stage: 'no' });

  const shown = shownOf(job, draft.aside);
  const refused = shown.face === 'wifi-failed' ? shown : undefined;
  const choosing = shown.face === 'setup' && draft.screen === 'wifi' && board !== undefined;
  const ears = useScan(port, choosing);

  const sites = settings?.sites ?? NO_SITES;
  const all = settings?.recipes ?? NO_RECIPES;
  const recipes = board === undefined ? all : all.filter((recipe) => fits(recipe, board.kind));
  const last = job?.order ?? null;
  const chosen = chosenRecipe(recipes, draft.recipe ?? last?.recipe.name ?? null, types);
  // A job goes on after the recipe that it was given, whatever became of that since.
  const recipe = shown.face === 'setup' || shown.face === 'wifi-failed' ? chosen : (last?.recipe ?? chosen);
  const wish = wanted(draft, {
    heard: heardOf(ears.scan),
    sites,
    refused: refused?.failure.code === 'wifi-wrong-password' ? refused.ssid : undefined,
    last,
  });
  const starting = begun.stage !== 'no';

  const begin = async (order: Repeat, remember: boolean) => {
    // From before the board lets go of its ears, which takes a moment: a second click is no second order.
    setBegun({ stage: 'asking' });
    await ears.release();
    const { recipe, ssid, password } = order;
    const answered = await start.run({ port, recipe, ssid, ...(password === undefined ? {} : { password }) });
    setBegun(answered === undefined ? { stage: 'no' } : { stage: 'agreed', job: answered.job });
    if (answered === undefined) return;
    tell({ type: 'started', ssid });
    if (!remember || password === undefined) return;
    whenJoined(stores.jobs, answered.job, () => {
      client.call('settings.saveSite', { ssid, password }).catch(() => {
        // It is asked for again next time; the board itself has joined.
      });
    });
  };

  return {
    shown,
    job,
    draft,
    tell,
    wanted: wish,
    recipes,
    others: all.length - recipes.length,
    recipe,
    sites,
    ears,
    repeat: repeatOf(last, draft, all, sites),
    failure,
    starting,
    provision() {
      const { ssid, secret, name, password } = wish;
      if (starting) return;
      if (recipe === undefined || ssid === null || name !== null || password !== null) {
        tell({ type: 'check' });
        return;
      }
      void begin({ recipe, ssid, password: passwordFor(secret, draft.password) }, draft.remember);
    },
    retry(repeat) {
      if (!starting) void begin(repeat, draft.remember);
    },
    cancel() {
      if (job !== undefined) void cancel.run({ job: job.id });
    },
    answer(yes) {
      if (job !== undefined) void answer.run({ job: job.id, yes });
    },
  };
}
