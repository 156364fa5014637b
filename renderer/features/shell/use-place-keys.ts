import { useEffect } from 'react';
import type { Place } from '../../components/index.ts';

/** Ctrl or Cmd with 1, 2 … goes to a place. */
export function usePlaceKeys(places: readonly Place[], go: (href: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const place = places[Number(event.key) - 1];
      if (place === undefined) return;
      event.preventDefault();
      go(place.href);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [places, go]);
}
