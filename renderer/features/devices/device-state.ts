/** How a device is, in the one word at the head of its page. */
import type { Asked } from './poller.ts';
import type { ResetView } from './reset-view.ts';
import type { Restart } from './restart.ts';
import type { Said } from './said.ts';

export type DeviceState =
  | { readonly status: 'asking' | 'nowhere' | 'another' | 'restarting' | 'resetting' | 'reset' }
  | { readonly status: 'live'; readonly at: number }
  | { readonly status: 'unreachable'; readonly since: number };

export interface StateSources {
  readonly address: string | null;
  readonly asked: Asked<unknown>;
  readonly said: Said;
  readonly restart: Restart;
  readonly reset: ResetView;
}

/** What somebody does to it goes before what it says by itself. */
export function deviceStateOf({ address, asked, said, restart, reset }: StateSources): DeviceState {
  if (reset.status === 'working') return { status: 'resetting' };
  if (restart.status === 'under-way') return { status: 'restarting' };
  if (reset.status === 'done') return { status: 'reset' };
  if (address === null) return { status: 'nowhere' };
  if (said.from === 'another') return { status: 'another' };
  switch (asked.status) {
    case 'asking':
      return { status: 'asking' };
    case 'live':
      return { status: 'live', at: asked.at };
    case 'unreachable':
      return { status: 'unreachable', since: asked.last?.at ?? asked.since };
  }
}
