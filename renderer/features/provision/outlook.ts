/** What the three parts of the page show of one state: plate, steps, foot, log, and what Enter does. */
import { type Passport, type PortInfo, passport } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import type { LogLine, State } from '../../components/index.ts';
import { describeFailure } from '../../text/errors.ts';
import { provisionText } from '../../text/provision.ts';
import { boardView } from '../boards/board-view.ts';
import { logLines } from './log-lines.ts';
import { typeOf } from './recipes.ts';
import { needsOtherRecipe } from './remedies.ts';
import { type StepsView, stepsAhead, stepsBehind, stepsOfJob } from './steps-view.ts';
import type { UsedBoard } from './use-board.ts';
import type { Provisioning } from './use-provision.ts';

export interface Outlook {
  readonly state: State;
  readonly word: string;
  readonly fraction?: number | undefined;
  readonly steps: StepsView;
  readonly behind: readonly string[];
  /** What the board said. */
  readonly lines: readonly LogLine[];
  readonly passport: Passport | undefined;
  readonly led: 'off' | 'on' | 'blinking';
  /** Below the steps. */
  readonly foot: string;
  /** To ears, when it changes. */
  readonly said: string;
  /** What Enter does. */
  readonly primary: (() => void) | undefined;
}

export interface OutlookInput {
  readonly on: Provisioning;
  readonly board: PortInfo | undefined;
  readonly presence: UsedBoard['presence'];
  readonly now: number;
  /** Null until the bench told them. */
  readonly types: readonly AppTypeSummary[] | null;
  readonly next: { readonly port: string } | undefined;
  readonly go: (href: string) => void;
}

export function outlookOf(input: OutlookInput): Outlook {
  const { on, now } = input;
  const { shown } = on;
  if (shown.face === 'setup') return ahead(input);
  const { job } = shown;
  const proved = shown.face === 'done' ? passport.safeParse(shown.state.result).data : undefined;
  const steps = stepsOfJob({ job, passport: proved, now });
  const behind = stepsBehind(steps);
  const view = boardView(input.board ?? NO_BOARD, job);
  const phase = 'progress' in job.state ? job.state.progress.phase : '';
  return {
    ...view,
    // A try that a person puts right at once is no verdict.
    ...(shown.face === 'wifi-failed'
      ? { state: 'attention' as const, word: provisionText.words.again }
      : { state: view.state, word: view.word }),
    steps,
    behind,
    lines: logLines(job, 'board'),
    passport: proved,
    led: phase === 'blink' ? (shown.face === 'asking' ? 'on' : 'blinking') : 'off',
    foot: footOf(input, behind, proved),
    said: saidOf(on, view.word),
    primary: primaryOf(input),
  };
}

const NO_BOARD: PortInfo = { path: '', kind: 'unknown', source: 'usb', description: '' };

function ahead({ on, presence, types, go }: OutlookInput): Outlook {
  const { draft, recipe, wanted } = on;
  const gone = presence === 'gone';
  const onRecipe = draft.screen === 'recipe';
  const lacking = types !== null && recipe !== undefined && typeOf(recipe, types).status !== 'there';
  const next = () => {
    if (recipe === undefined) go('/settings');
    else if (lacking) go('/updates');
    else on.tell({ type: 'go', screen: 'wifi' });
  };
  const word = gone ? provisionText.words.gone : provisionText.words.setup;
  return {
    state: gone ? 'empty' : 'ready',
    word,
    steps: stepsAhead(onRecipe ? 1 : 2, recipe, onRecipe ? null : wanted.ssid),
    behind: [],
    lines: [],
    passport: undefined,
    led: 'off',
    foot: provisionText.foot.setup,
    said: onRecipe ? word : provisionText.wifi.title,
    primary: gone || presence === 'unknown' ? undefined : onRecipe ? next : on.provision,
  };
}

function footOf(
  { on, presence }: OutlookInput,
  behind: readonly string[],
  proved: Passport | undefined,
): string {
  const { shown } = on;
  const text = provisionText.foot;
  switch (shown.face) {
    case 'running':
      return shown.state.status === 'cancelling' ? text.cancelling : text.running;
    case 'asking':
      return text.running;
    case 'done':
      return proved === undefined ? '' : text.done(proved.recipe);
    default:
      if (presence === 'gone') return text.gone;
      return behind.length === 0 ? text.begun : text.keeps(provisionText.join(behind));
  }
}

function saidOf({ shown }: Provisioning, word: string): string {
  if (shown.face === 'asking')
    return provisionText[shown.state.question.kind === 'back-up-files' ? 'backUp' : 'blink'].title;
  if (shown.face === 'wifi-failed') return describeFailure(shown.failure).sentence;
  return word;
}

function primaryOf({ on, next, go }: OutlookInput): (() => void) | undefined {
  const { shown, repeat } = on;
  const again = (job: string) => on.tell({ type: 'again', job, screen: 'recipe' });
  switch (shown.face) {
    case 'setup':
    case 'running':
      return undefined;
    case 'asking':
      return () => on.answer(true);
    case 'wifi-failed':
      return on.provision;
    case 'failed':
      if (repeat === null || needsOtherRecipe(shown.state.failure.code)) return () => again(shown.job.id);
      return () => on.retry(repeat);
    case 'cancelled':
      return () => again(shown.job.id);
    case 'done':
      return () => go(next === undefined ? '/' : `/provision/${encodeURIComponent(next.port)}`);
  }
}
