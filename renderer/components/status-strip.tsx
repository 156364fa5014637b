/**
 * One line above every page: is the server there and asked, what is being made, where, how much runs.
 *
 * It only tells; what is wrong is also told where it can be put right.
 */
import type { ReactNode } from 'react';
import { partsText } from '../text/parts.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { LiveMark } from './live-mark.tsx';
import css from './status-strip.module.css';

/** What came in 2.5 s; a boot counts for more than a heartbeat. */
export type Tick = 'none' | 'heartbeat' | 'boot';

export interface ServerStatus {
  /** `waiting`: it would serve and cannot now; `off`: nobody wants it to; `failed`: it was to serve and does not. */
  readonly state: 'serving' | 'waiting' | 'off' | 'failed';
  /** "Serving", "Waits", "Off". */
  readonly word: string;
  /** Where it answers, in mono. */
  readonly address?: string | undefined;
  /** Why it cannot be reached: "while on IoT-0A77C4". */
  readonly why?: string | undefined;
}

export interface StatusStripProps {
  readonly server: ServerStatus;
  /** The last minute, oldest first, 24 of them. */
  readonly ticks?: readonly Tick[] | undefined;
  readonly recipes: readonly { readonly kind: string; readonly name: string }[];
  readonly site: string | null;
  readonly running: number;
}

const SERVER_ICON: { readonly [S in Exclude<ServerStatus['state'], 'serving'>]: IconName } = {
  waiting: 'pause',
  off: 'empty',
  failed: 'fail',
};

export function StatusStrip({ server, ticks, recipes, site, running }: StatusStripProps) {
  const text = partsText.strip;
  return (
    <dl className={css.strip} aria-label={text.name}>
      <Cell name={text.server}>
        <Server {...server} breathing={ticks?.slice(-2).some((tick) => tick !== 'none') ?? false} />
        {server.state === 'serving' && ticks !== undefined && <Ticks ticks={ticks} />}
      </Cell>
      <Cell name={text.recipes}>
        {recipes.length === 0 && <span className={css.none}>{text.noRecipe}</span>}
        {recipes.map(({ kind, name }) => (
          <span key={kind} className={css.recipe} title={`${kind} ${name}`}>
            <span className={css.kind}>{kind}</span> {name}
          </span>
        ))}
      </Cell>
      <Cell name={text.site}>
        {site === null ? (
          <span className={css.none}>{text.noSite}</span>
        ) : (
          <span className={css.text} title={site}>
            {site}
          </span>
        )}
      </Cell>
      <Cell name={text.jobs}>{text.running(running)}</Cell>
    </dl>
  );
}

function Cell({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={css.cell}>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>{children}</dd>
    </div>
  );
}

function Server({ state, word, address, why, breathing }: ServerStatus & { readonly breathing: boolean }) {
  return (
    <span className={css.server} data-state={state === 'failed' ? 'fail' : 'ready'}>
      {state === 'serving' ? (
        <LiveMark breathing={breathing} />
      ) : (
        <Icon name={SERVER_ICON[state]} size={16} />
      )}
      <span className={state === 'failed' ? css.failed : undefined}>{word}</span>
      {address !== undefined && <code>{address}</code>}
      {why !== undefined && <span className={css.why}>{why}</span>}
    </span>
  );
}

function Ticks({ ticks }: { readonly ticks: readonly Tick[] }) {
  const count = (kind: Tick) => ticks.filter((tick) => tick === kind).length;
  return (
    <span
      className={css.ticks}
      role="img"
      aria-label={partsText.strip.ticks(count('boot'), count('heartbeat'))}
    >
      {ticks.map((tick, place) => (
        <i key={`${place}`} data-tick={tick} />
      ))}
    </span>
  );
}
