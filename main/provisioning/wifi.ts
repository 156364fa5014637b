/**
 * How the board comes to its Wi-Fi: it tries what is on its flash, or it is told through its own access point.
 * Either way the board itself tries the password on its own radio and says what came of it.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { JobContext } from '../jobs/index.ts';
import type { Board } from '../serial/index.ts';
import type { Visitor } from '../wifi/index.ts';
import type { ApReason, BootLine } from './boot-lines.ts';
import { waitForBoot } from './boot-watch.ts';
import type { KnownBoard } from './examine.ts';
import type { ProvisionPhase, ProvisionRequest } from './order.ts';

/** Each network that it knows, twice, with the radio reset before each try. */
export const WIFI_SECONDS = 60;

export interface Joined {
  readonly ip: string;
  readonly rssi: number;
}

/** @throws Failure `wifi-wrong-password`, `wifi-no-network`, `wifi-no-address`, `ap-…`, `boot-unfinished` */
export async function giveWifi(
  ctx: JobContext<ProvisionPhase>,
  board: Board,
  identity: KnownBoard,
  request: ProvisionRequest,
  visitor: Visitor,
): Promise<Joined> {
  const { signal } = ctx;
  const { ssid } = request.site;
  if (request.recipe.wifi === 'ap') {
    const wait = { step: 'its access point', seconds: WIFI_SECONDS, signal };
    const ap = await waitForBoot(board, wait, (line) => (line.word === 'ap' ? line : null));
    ctx.progress(0.3, `The board stands in AP fallback as ${ap.ssid}: joining it`);
    await tellThroughAp(ctx, identity, request, visitor, ap.ssid);
    ctx.progress(0.6, `The board knows ${ssid} and restarts`);
    return waitForBoot(board, { step: 'its Wi-Fi', seconds: WIFI_SECONDS, signal }, (line) =>
      // Its own line from before it was told does not count.
      joinedOrRefused(line, ssid, 'no-credentials'),
    );
  }
  return waitForBoot(board, { step: 'its Wi-Fi', seconds: WIFI_SECONDS, signal }, (line) =>
    joinedOrRefused(line, ssid),
  );
}

export function joinedOrRefused(line: BootLine, ssid: string, ignore?: ApReason): Joined | null {
  if (line.word === 'connected') return { ip: line.ip, rssi: line.rssi };
  if (line.word === 'ap' && line.reason !== ignore) throw wifiFailure(line.reason, ssid);
  return null;
}

function wifiFailure(reason: ApReason, ssid: string): Failure {
  switch (reason) {
    case 'wrong-password':
      return new Failure('wifi-wrong-password', { ssid });
    case 'no-network':
    case 'no-credentials':
      return new Failure('wifi-no-network', { ssid });
    case 'no-address':
      return new Failure('wifi-no-address', { ssid });
  }
}

/** Joins the board's network, makes sure who is there, hands over the Wi-Fi, and comes home whatever happens. */
async function tellThroughAp(
  ctx: JobContext<ProvisionPhase>,
  identity: KnownBoard,
  { site, apPassword }: ProvisionRequest,
  visitor: Visitor,
  ssid: string,
): Promise<void> {
  const { homecoming } = await visitor.visit(
    { ssid, password: apPassword, signal: ctx.signal },
    async ({ portal, signal }) => {
      const sent = await portal.sendWifi(site, { mac: identity.mac, signal });
      // A lost answer is not a failure: the board's next boot tells.
      if (sent.outcome === 'unknown')
        ctx.log('the access point went before it had answered; the next boot tells');
    },
  );
  if (homecoming === 'away') ctx.log('this computer could not be brought back to its own network');
}
