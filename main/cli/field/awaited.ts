/** How a device will be heard once it has its network: told before this computer goes, while it can still be changed. */
import type { Bench } from '../../bench.ts';
import { CONFIRM_SECONDS, DEVICE_SSID, localName } from '../../provisioning/index.ts';
import type { CommandContext } from '../context.ts';

export function tellAwaited({ out }: CommandContext, { ota, registry }: Bench, ssid: string): void {
  const tail = DEVICE_SSID.test(ssid) ? ssid.slice(-6).toLowerCase() : null;
  const known = tail === null ? undefined : registry.list().find(({ mac }) => mac.endsWith(tail));
  const asked = [known?.address ?? null, tail === null ? null : localName(tail)].filter(
    (one) => one !== null,
  );
  const serving = ota.state.status === 'on' ? ota.url : null;
  const calls =
    serving === null
      ? 'Nothing is served here: its heartbeat is heard by serve or the app on the same data folder, or here with --host.'
      : `Its heartbeat is heard here, where ${serving} is the server that it knows.`;
  const answers = asked.length === 0 ? '' : ` It is asked at ${asked.join(' and ')} as well.`;
  out.say(`${calls}${answers} That is given up ${CONFIRM_SECONDS} s after this computer is back.`, {
    type: 'awaits',
    serving,
    asked,
    seconds: CONFIRM_SECONDS,
  });
}
