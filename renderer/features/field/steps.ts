/** The four steps, as far as a visit has come. */
import type { ListStep } from '../../components/index.ts';
import { fieldText } from '../../text/field.ts';
import { plain } from '../devices/plain.ts';
import type { Shown } from './shown.ts';

const PHASES: readonly string[] = ['join', 'hand-over', 'home', 'confirm'];

/** Where it stands, 0 to 3; in `done` at the last one. */
export function stepIndex(shown: Shown): number {
  switch (shown.face) {
    case 'setup':
      return 0;
    case 'choosing':
      return 1;
    case 'done':
      return 3;
    case 'failed':
    case 'cancelled':
      return indexOf(shown.state.phase);
    default:
      return 'progress' in shown.state ? indexOf(shown.state.progress.phase) : 0;
  }
}

const indexOf = (phase: string): number => Math.max(0, PHASES.indexOf(phase));

export function stepsOf(shown: Shown, ssid: string | null, home: string | null): readonly ListStep[] {
  const current = stepIndex(shown);
  return fieldText.steps.map((name, index) => ({
    name,
    state: stateOf(shown, index, current),
    evidence: evidenceOf(shown, index, current, { ssid, home }),
  }));
}

function stateOf(shown: Shown, index: number, current: number): ListStep['state'] {
  if (shown.face === 'setup') return index === 0 ? 'working' : 'ready';
  // Home comes after all, whatever came before.
  if (index === 2 && shown.details.place === 'lost') return 'fail';
  if (index === 2 && shown.details.place === 'moved-on') return 'attention';
  if (index === 2 && shown.details.place === 'back') return 'pass';
  if (index < current) return 'pass';
  if (index > current) return 'ready';
  switch (shown.face) {
    case 'done':
      return shown.result.outcome.is === 'alive' ? 'pass' : 'attention';
    case 'failed':
      return 'fail';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'working';
  }
}

/** Names of networks are strangers' text. */
const shownName = (ssid: string): string => plain(ssid, 32);
const nameOrNull = (ssid: string | null): string | null => (ssid === null ? null : shownName(ssid));

interface Names {
  readonly ssid: string | null;
  readonly home: string | null;
}

function evidenceOf(shown: Shown, index: number, current: number, { ssid, home }: Names): string {
  const text = fieldText.evidence;
  const details = shown.face === 'setup' ? null : shown.details;
  if (index === current && (shown.face === 'failed' || shown.face === 'cancelled') && index !== 2)
    return text.stopped;
  switch (index) {
    case 0: {
      if (details === null || details.thereAt === null || shown.face === 'setup') return text.join(ssid);
      return text.joined(shownName(details.ssid), fieldText.took(details.thereAt - shown.job.startedAt));
    }
    case 1: {
      if (shown.face === 'choosing') return text.choose;
      const given = details?.given ?? null;
      if (given === null) return text.hand;
      return given.answer === 'unknown'
        ? text.unknown(shownName(given.ssid))
        : text.handed(shownName(given.ssid));
    }
    case 2:
      if (details?.place === 'lost') return text.lost;
      return details?.place === 'moved-on' ? text.movedOn : text.home(nameOrNull(details?.home ?? home));
    default:
      return text.confirm(nameOrNull(details?.given?.ssid ?? null));
  }
}
