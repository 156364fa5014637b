/** The places of the app. Station and Records come with what they show. */
import type { Place } from '../../components/index.ts';
import { appText } from '../../text/app.ts';

/** How many things wait for a person, by place. */
export interface Waiting {
  readonly bench: number;
  readonly field: number;
  readonly devices: number;
}

export function placesFor(waiting: Waiting): readonly Place[] {
  const { places, waits } = appText;
  return [
    {
      id: 'bench',
      label: places.bench,
      icon: 'bench',
      href: '/',
      count: waiting.bench,
      countSaid: waits.bench(waiting.bench),
    },
    {
      id: 'field',
      label: places.field,
      icon: 'field',
      href: '/field',
      count: waiting.field,
      countSaid: waits.field(waiting.field),
    },
    {
      id: 'devices',
      label: places.devices,
      icon: 'devices',
      href: '/devices',
      count: waiting.devices,
      countSaid: waits.devices(waiting.devices),
    },
    { id: 'updates', label: places.updates, icon: 'updates', href: '/updates' },
    { id: 'settings', label: places.settings, icon: 'settings', href: '/settings' },
  ];
}

/** The place that an address belongs to; a board is provisioned and looked at at the bench. */
export function placeOf(location: string): string {
  const first = location.split('/')[1] ?? '';
  return AT_BENCH.has(first) ? 'bench' : first;
}

const AT_BENCH: ReadonlySet<string> = new Set(['', 'provision', 'boards', 'doctor']);
