/** Before a real board is given an address that it cannot reach: says so, and the way to another. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { isLoopback, type OtaState } from '../../../preload/contract/ota.ts';
import type { OtaSettings } from '../../../preload/contract/settings.ts';
import { FailureAlert } from '../../components/index.ts';
import { useOta, useSettings } from '../../stores/react.ts';
import { appText } from '../../text/app.ts';

/** The address that only this computer reaches, where this board would be told it; a running server says itself. */
export function unreachableHost(
  source: PortInfo['source'],
  server: OtaState,
  saved: Pick<OtaSettings, 'host'>,
): string | null {
  const host = server.status === 'on' ? server.host : saved.host;
  return source === 'usb' && isLoopback(host) ? host : null;
}

export function Reachable({ source }: Pick<PortInfo, 'source'>) {
  const [, go] = useLocation();
  const host = useOtaHost(source);
  if (host === null) return null;
  const { title, cause, remedy, action } = appText.unreachable;
  return (
    <FailureAlert
      state="attention"
      title={title}
      cause={cause(host)}
      remedy={remedy}
      actions={<Button onClick={() => go('/settings')}>{action}</Button>}
    />
  );
}

function useOtaHost(source: PortInfo['source']): string | null {
  const server = useOta(({ state }) => state);
  const saved = useSettings(({ settings }) => settings?.ota);
  return saved === undefined ? null : unreachableHost(source, server, saved);
}
