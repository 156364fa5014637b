/** What a person has chosen and typed before a job, and while it is put right after one that the Wi-Fi refused. */
import type { HeardNetwork } from '../../../preload/contract/api.ts';
import type { JobOrder } from '../../../preload/contract/jobs.ts';
import type { Recipe } from '../../../preload/contract/models.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import {
  firstChoice,
  type NameProblem,
  nameProblem,
  type PasswordProblem,
  passwordProblem,
  type Secret,
  secretOf,
} from './networks.ts';

export interface Draft {
  readonly screen: 'recipe' | 'wifi';
  /** The recipe's name; null takes that of the last job, else the first that fits. */
  readonly recipe: string | null;
  /** Null takes that of the last job, else the first choice among what the board hears. */
  readonly ssid: string | null;
  readonly naming: 'list' | 'typed';
  readonly password: string;
  /** `auto`: what the bench knows, unless it was just refused. `stored`: that even so. */
  readonly uses: 'auto' | 'typed' | 'stored';
  readonly remember: boolean;
  /** Problems are shown once somebody wanted to go on. */
  readonly checked: boolean;
  /** The ended job that was laid aside to begin anew. */
  readonly aside: string | null;
}

export type DraftEvent =
  | { readonly type: 'recipe'; readonly name: string }
  | { readonly type: 'go'; readonly screen: Draft['screen'] }
  | { readonly type: 'network'; readonly ssid: string }
  | { readonly type: 'naming'; readonly how: Draft['naming'] }
  | { readonly type: 'password'; readonly password: string }
  | { readonly type: 'uses'; readonly which: Draft['uses'] }
  | { readonly type: 'remember'; readonly on: boolean }
  | { readonly type: 'check' }
  /** A job was started: its problems are told by it. */
  | { readonly type: 'started'; readonly ssid: string }
  | { readonly type: 'again'; readonly job: string; readonly screen: Draft['screen'] };

export const FIRST_DRAFT: Draft = {
  screen: 'recipe',
  recipe: null,
  ssid: null,
  naming: 'list',
  password: '',
  uses: 'auto',
  remember: true,
  checked: false,
  aside: null,
};

export function nextDraft(draft: Draft, event: DraftEvent): Draft {
  switch (event.type) {
    case 'recipe':
      return { ...draft, recipe: event.name };
    case 'go':
      return { ...draft, screen: event.screen, checked: false };
    case 'network':
      // A password belongs to its network.
      if (event.ssid === draft.ssid) return draft;
      return { ...draft, ssid: event.ssid, password: '', uses: 'auto', checked: false };
    case 'naming': {
      const ssid = event.how === 'typed' ? '' : null;
      return { ...draft, naming: event.how, ssid, password: '', uses: 'auto', checked: false };
    }
    case 'password':
      return { ...draft, password: event.password };
    case 'uses':
      return { ...draft, uses: event.which, password: '', checked: false };
    case 'remember':
      return { ...draft, remember: event.on };
    case 'check':
      return { ...draft, checked: true };
    case 'started':
      // What was typed was typed for this network, whoever chose it.
      return { ...draft, ssid: event.ssid, checked: false };
    case 'again':
      return { ...draft, aside: event.job, screen: event.screen, checked: false };
  }
}

/** The draft as it would be carried out now. */
export interface Wanted {
  readonly ssid: string | null;
  readonly secret: Secret;
  readonly name: NameProblem | null;
  readonly password: PasswordProblem | null;
}

export interface Around {
  readonly heard: readonly HeardNetwork[];
  readonly sites: readonly Site[];
  /** The network whose password was just refused: what is kept of it is not taken by itself. */
  readonly refused?: string | undefined;
  /** What was last made of this board, or tried. */
  readonly last?: JobOrder | null | undefined;
}

export function wanted(draft: Draft, { heard, sites, refused, last }: Around): Wanted {
  const ssid = draft.ssid ?? refused ?? last?.ssid ?? firstChoice(heard, sites);
  const known = ssid === null ? 'needed' : secretOf(ssid, heard, sites);
  const typed = draft.uses === 'typed' || (draft.uses === 'auto' && ssid === refused);
  // What was refused for its password has one.
  const secured = ssid !== null && ssid === refused && known === 'optional';
  const secret = secured || (known === 'kept' && typed) ? 'needed' : known;
  return { ssid, secret, name: nameProblem(ssid, heard), password: passwordProblem(secret, draft.password) };
}

/** As `jobs.provision` takes it: left out is what the bench knows itself. */
export function passwordFor(secret: Secret, typed: string): string | undefined {
  switch (secret) {
    case 'kept':
      return undefined;
    case 'open':
      return '';
    case 'needed':
    case 'optional':
      return typed;
  }
}

export interface Repeat {
  readonly recipe: Recipe;
  readonly ssid: string;
  readonly password?: string | undefined;
}

/** The last order once more, if all of it is still known. */
export function repeatOf(
  last: JobOrder | null,
  draft: Draft,
  recipes: readonly Recipe[],
  sites: readonly Site[],
): Repeat | null {
  const recipe = recipes.find(({ name }) => name === last?.recipe.name);
  if (last === null || recipe === undefined) return null;
  if (draft.ssid === last.ssid && draft.password !== '')
    return { recipe, ssid: last.ssid, password: draft.password };
  const site = sites.find(({ ssid }) => ssid === last.ssid);
  return site === undefined || site.secret === 'unknown' ? null : { recipe, ssid: last.ssid };
}
