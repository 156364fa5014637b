/**
 * The side rail: the places of the app, the chosen one open into the page. A count stands only where a person is
 * needed. Links are real links, so that they can be opened anew; `onGo` lets the app change the page itself.
 */
import type { MouseEvent, ReactNode } from 'react';
import { partsText } from '../text/parts.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Mark } from './mark.tsx';
import css from './navigation.module.css';
import { isPlainClick } from './plain-click.ts';

export interface Place {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly href: string;
  /** How many things wait there for a person; nothing is shown for 0. */
  readonly count?: number | undefined;
  /** The count in words: "3 devices in AP fallback". */
  readonly countSaid?: string | undefined;
}

export interface NavigationProps {
  readonly name: string;
  readonly places: readonly Place[];
  readonly current: string;
  /** Called for a plain click, whose own effect is then held back. */
  readonly onGo?: ((place: Place) => void) | undefined;
  /** Below everything: which computer this is. */
  readonly foot?: ReactNode;
}

export function Navigation({ name, places, current, onGo, foot }: NavigationProps) {
  const go = (place: Place) => (event: MouseEvent) => {
    if (onGo === undefined || !isPlainClick(event)) return;
    event.preventDefault();
    onGo(place);
  };
  return (
    <nav className={css.rail} aria-label={partsText.navigation}>
      <div className={css.brand}>
        <Mark />
        {name}
      </div>
      <ul className={css.places}>
        {places.map((place) => (
          <li key={place.id}>
            <a
              className={css.place}
              href={place.href}
              aria-current={place.id === current ? 'page' : undefined}
              onClick={go(place)}
            >
              <Icon name={place.icon} />
              {place.label}
              <Count count={place.count ?? 0} said={place.countSaid} />
            </a>
          </li>
        ))}
      </ul>
      {foot !== undefined && <div className={css.foot}>{foot}</div>}
    </nav>
  );
}

function Count({ count, said }: { readonly count: number; readonly said: string | undefined }) {
  if (count === 0) return null;
  return (
    <>
      <span className={css.count} aria-hidden={said !== undefined || undefined} title={said}>
        {count}
      </span>
      {said !== undefined && <span className="said">, {said}</span>}
    </>
  );
}
