/** `field --port`: only the Wi-Fi, over the cable. */
import { Failure } from '../../../preload/contract/errors.ts';
import { cableWifiResult } from '../../../preload/contract/field.ts';
import { fieldText } from '../../../renderer/text/field.ts';
import type { Bench } from '../../bench.ts';
import { listenForNetworks } from '../../provisioning/index.ts';
import type { CommandContext } from '../context.ts';
import { followJob } from '../follow-job.ts';
import { askNetwork } from './choose.ts';
import { type FieldOptions, isAsked, networkOf } from './options.ts';

/** @throws Failure as `Bench.giveWifi` and its job; `bad-usage` */
export async function giveByCable(
  context: CommandContext,
  bench: Bench,
  port: string,
  options: FieldOptions,
): Promise<void> {
  const network = (await networkOf(context, options)) ?? (await asked(context, bench, port));
  const id = await bench.giveWifi({ port, network });
  const { ssid, ip, rssi, mac } = cableWifiResult.parse(await followJob(context, bench.jobs, id));
  const text = fieldText.cable;
  context.out.say(`${text.joined(ssid)} ${text.joinedWhy(ip, `${rssi} dBm`)}`, {
    type: 'result',
    outcome: 'joined',
    port,
    mac,
    ssid,
    ip,
    rssi,
  });
}

async function asked(context: CommandContext, bench: Bench, port: string) {
  if (!isAsked(context))
    throw new Failure('bad-usage', { problem: 'name the network with --network where nobody can be asked' });
  context.out.say(`${fieldText.cable.listening} …`, null);
  const heard = await listenForNetworks(bench.boards, port, { signal: context.signal });
  return askNetwork(
    context,
    heard.map(({ security, ...one }) => ({
      ...one,
      secured: security === 'unknown' ? null : security !== 'open',
    })),
  );
}
