/** One visit, as it is told at a terminal: the promise, the way, what the device says, the way home, what came of it. */
import { Failure } from '../../../preload/contract/errors.ts';
import { type FieldAbility, fieldResult, type VisitDetails } from '../../../preload/contract/field.ts';
import { fieldText } from '../../../renderer/text/field.ts';
import type { Bench } from '../../bench.ts';
import { plainLine } from '../../plain-text.ts';
import type { FieldRequest } from '../../provisioning/index.ts';
import type { CommandContext } from '../context.ts';
import { followJob } from '../follow-job.ts';
import { askNetwork, networkLine } from './choose.ts';
import { isAsked } from './options.ts';

/** @throws Failure as `Bench.fieldSetup`'s job; `device-back-in-ap`, `device-not-heard` */
export async function visitDevice(
  context: CommandContext,
  bench: Bench,
  request: FieldRequest,
  { home, os }: Pick<FieldAbility, 'home' | 'os'>,
): Promise<void> {
  const { out } = context;
  const { promise } = fieldText;
  const sentences =
    request.mode === 'automatic'
      ? [promise.automatic(home), promise.automaticAlso(os)]
      : [promise.manual, promise.manualAlso(home)];
  out.say(sentences.join(' '), { type: 'promise', mode: request.mode, home });
  const id = bench.fieldSetup(request);
  let unanswered: unknown;
  const tell = teller(context, os);
  const stop = bench.jobs.subscribe(id, (message) => {
    if (message.type === 'details') tell(message.details);
    if (message.type !== 'state' || message.state.status !== 'asking' || request.network !== null) return;
    askNetwork(context, bench.jobs.snapshot(id).details?.networks ?? []).then(
      (network) => bench.jobs.answerNetwork(id, network),
      (error: unknown) => {
        unanswered = error;
        bench.jobs.cancel(id);
      },
    );
  });
  try {
    const done = await followJob(context, bench.jobs, id).catch((error: unknown) => {
      throw unanswered ?? error;
    });
    tellResult(context, fieldResult.parse(done), request.ssid);
  } finally {
    stop();
  }
}

function teller(context: CommandContext, os: string): (details: VisitDetails) => void {
  const { out } = context;
  const { guide, promise, device: words } = fieldText;
  let last: VisitDetails | undefined;
  return (details) => {
    const { device, hint, home, networks, place } = details;
    if (hint !== null && hint !== last?.hint) {
      const { title, why } = guide.hints(hint, os);
      const first = hint === 'join' ? `${guide.join}: ${details.ssid}` : title;
      out.say(`    ${hint === 'reconnect' ? guide.back(home) : first}. ${why}`, null);
    }
    if (device !== null && last?.device === null) {
      const reason = device.reason === null ? words.none : (words.reasons[device.reason] ?? device.reason);
      const kind = device.appType ?? words.none;
      out.say(`    It says: ${device.deviceId ?? device.mac}, ${kind}, ${reason}`, null);
    }
    if (networks !== last?.networks && networks.length > 0 && !isAsked(context))
      for (const network of networks) out.say(`      ${networkLine(network)}`, null);
    if (place !== last?.place && place === 'lost')
      out.say(`    ${promise.lost(home)} Now: ${promise.lostRemedy(home, os)}`, null);
    if (place !== last?.place && place === 'moved-on') out.say(`    ${promise.movedOn}`, null);
    last = details;
  };
}

/** @throws Failure `device-back-in-ap`, `device-not-heard` */
function tellResult({ out }: CommandContext, result: ReturnType<typeof fieldResult.parse>, ap: string): void {
  const { outcome, homecoming, home, ssid, device } = result;
  if (homecoming === 'home') out.say(fieldText.outcome.home(home), null);
  out.say(null, { type: 'result', ...result });
  switch (outcome.is) {
    case 'alive': {
      const { alive, heardBy } = fieldText.outcome;
      out.say(
        `ALIVE ${alive(outcome.deviceId, plainLine(ssid, 32))} ${outcome.address}. ${heardBy[outcome.heardBy]}`,
        null,
      );
      return;
    }
    case 'back-in-ap':
      throw new Failure('device-back-in-ap', { ssid: ap, network: ssid });
    case 'unheard':
      throw new Failure('device-not-heard', { device: device.deviceId ?? ap, network: ssid });
  }
}
