/** What stands around every page: the places at the left, the strip above, and a word when the bench is lost. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { AppFrame, Navigation, Notice } from '../../components/index.ts';
import type { ConnectionState } from '../../stores/connection.ts';
import { useConnection, useStores } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';
import { useAirWatch } from '../field/air.ts';
import { PageBoundary } from './page-boundary.tsx';
import { placeOf, placesFor } from './places.ts';
import css from './shell.module.css';
import { Strip } from './strip.tsx';
import { usePlaceKeys } from './use-place-keys.ts';
import { useWaiting } from './use-waiting.ts';

export function Shell({ children }: { readonly children: ReactNode }) {
  const [location, go] = useLocation();
  const places = placesFor(useWaiting());
  usePlaceKeys(places, go);
  useAirWatch();
  return (
    <AppFrame
      navigation={
        <Navigation
          name={appText.name}
          places={places}
          current={placeOf(location)}
          onGo={(place) => go(place.href)}
        />
      }
      strip={
        <>
          <Strip />
          <Lost />
        </>
      }
    >
      <PageBoundary key={location}>{children}</PageBoundary>
    </AppFrame>
  );
}

/** What is on the page was so a while ago; said to ears too, so its place is there before it is needed. */
function Lost() {
  const connection = useConnection((state) => state);
  const { client } = useStores();
  return (
    <div className={css.lost} role="status">
      {connection.status === 'lost' && <LostNotice why={connection.why} onAgain={() => client.retry()} />}
    </div>
  );
}

interface LostNoticeProps {
  readonly why: Extract<ConnectionState, { status: 'lost' }>['why'];
  readonly onAgain: () => void;
}

function LostNotice({ why, onAgain }: LostNoticeProps) {
  const { again, refused, ...gone } = appText.lost;
  const { title, cause } = why === 'refused' ? refused : gone;
  return (
    <Notice state="attention" title={title} actions={<Button onClick={onAgain}>{again}</Button>}>
      <p>{cause}</p>
    </Notice>
  );
}
