/** What devices ask, live. */
import { useMemo } from 'react';
import { LiveMark, LogView } from '../../components/index.ts';
import { useOta, useRequests } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { requestLines } from './request-lines.ts';

export function RequestsPanel() {
  const requests = useRequests((state) => state.requests);
  const isOn = useOta(({ state, feed }) => state.status === 'on' && feed.status === 'live');
  return (
    <LogView
      title={updatesText.requests.title}
      lines={useMemo(() => requestLines(requests), [requests])}
      lead={isOn ? <LiveMark /> : undefined}
      live={isOn || requests.length > 0}
      height={320}
      framed
    />
  );
}
