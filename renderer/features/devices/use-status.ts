/** What a device says about itself now, asked while the page is seen, and what it measured meanwhile. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeviceStatus } from '../../../preload/contract/models.ts';
import { useClient, useConnection } from '../../stores/react.ts';
import { type Asked, createPoller, type Poller } from './poller.ts';
import { addSample, type Sample } from './samples.ts';

export interface UsedStatus {
  readonly asked: Asked<DeviceStatus>;
  readonly samples: readonly Sample[];
  askNow(): void;
}

interface Held {
  readonly asked: Asked<DeviceStatus>;
  readonly samples: readonly Sample[];
}

const NOTHING: Held = { asked: { status: 'asking' }, samples: [] };

/** `news`: changes whenever the device was heard elsewhere, so that it is worth asking. */
export function useStatus(deviceId: string, address: string | null, news: number | null): UsedStatus {
  const client = useClient();
  const open = useConnection(({ status }) => status === 'open');
  const [held, setHeld] = useState(NOTHING);
  const poller = useRef<Poller>(null);
  const reachable = address !== null;

  useEffect(() => {
    if (!reachable || !open) return;
    const present = createPoller<DeviceStatus>({
      ask: (signal) => client.call('device.status', { deviceId }, { signal }),
      tell: (asked) =>
        setHeld(({ samples }) => ({
          asked,
          samples: asked.status === 'live' ? addSample(samples, asked.at, asked.answer) : samples,
        })),
    });
    const look = () => present.look(document.visibilityState === 'visible');
    poller.current = present;
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      present.stop();
      poller.current = null;
    };
  }, [client, deviceId, reachable, open]);

  // Another address, or a sign of life: no reason to wait out the pause.
  useEffect(() => poller.current?.askNow(), [address, news]);

  const askNow = useCallback(() => poller.current?.askNow(), []);
  return { ...held, askNow };
}
