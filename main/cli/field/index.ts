/** `field`: to a device in AP fallback, give it a network, come home, and hear that it lives; or the same by cable. */
import { Failure, toFailure } from '../../../preload/contract/errors.ts';
import type { FieldAbility } from '../../../preload/contract/field.ts';
import { describeFailure } from '../../../renderer/text/errors.ts';
import { fieldText } from '../../../renderer/text/field.ts';
import { type Bench, createBench } from '../../bench.ts';
import type { CommandContext } from '../context.ts';
import { OTA_PORT, wholeNumber } from '../options.ts';
import { readSecret } from '../secrets.ts';
import { tellAwaited } from './awaited.ts';
import { giveByCable } from './cable.ts';
import { accessPointLine, askChoice } from './choose.ts';
import { checkOptions, type FieldOptions, isAsked, networkOf } from './options.ts';
import { rehearse } from './rehearsal.ts';
import { visitDevice } from './visit.ts';

export type { FieldOptions };

export async function runField(context: CommandContext, options: FieldOptions): Promise<void> {
  checkOptions(options);
  if (options.virtual) return rehearse(context, options);
  const bench = await createBench({
    usb: options.port === undefined ? 'none' : 'all',
    ota: {
      ...(options.host === undefined ? {} : { host: options.host }),
      port: wholeNumber('ota-port', options.otaPort ?? String(OTA_PORT), 0, 65_535),
    },
  });
  try {
    if (options.port !== undefined) await giveByCable(context, bench, options.port, options);
    else await goToDevice(context, bench, options);
  } finally {
    await bench.close();
  }
}

async function goToDevice(context: CommandContext, bench: Bench, options: FieldOptions): Promise<void> {
  const ability = await bench.fieldAbility({ signal: context.signal });
  tellHomecoming(context, ability);
  if (options.ssid === undefined && options.network !== undefined)
    throw new Failure('bad-usage', { problem: 'name the network of the device with --ssid' });
  const ssid = options.ssid ?? (await chooseDevice(context, bench));
  if (ssid === null) return;
  if (options.network === undefined && !isAsked(context))
    throw new Failure('bad-usage', { problem: 'name the network with --network where nobody can be asked' });
  const mode = options.manual ? 'manual' : ability.usual;
  const network = await networkOf(context, options);
  const apPassword = mode === 'manual' ? undefined : await apPasswordOf(context, options);
  await serve(context, bench, options);
  tellAwaited(context, bench, ssid);
  await visitDevice(context, bench, { ssid, mode, network, ...(apPassword ? { apPassword } : {}) }, ability);
}

function tellHomecoming({ out }: CommandContext, { cameHome }: FieldAbility): void {
  if (cameHome === null) return;
  const { ssid, home, how } = cameHome;
  out.say(fieldText.cameHome[how](ssid, home), { type: 'came-home', ...cameHome });
}

/** Null where nobody can be asked: then what is heard is all that is told. */
async function chooseDevice(context: CommandContext, bench: Bench): Promise<string | null> {
  const { out, signal } = context;
  const text = fieldText.list;
  const asked = isAsked(context);
  const heard = await bench.fieldScan({ signal }).catch((error: unknown) => {
    // What is not heard may still be typed.
    if (!asked) throw error;
    out.say(describeFailure(toFailure(error).toData()).sentence, null);
    return [];
  });
  for (const ap of heard) out.say(asked ? null : accessPointLine(ap), { type: 'heard', ...ap });
  if (heard.length === 0) out.say(`${text.none.title}. ${text.none.why}`, { type: 'nothing-heard' });
  if (!asked) return null;
  const answer = await askChoice(context, 'Which device, by number or name?', heard.map(accessPointLine));
  return 'index' in answer ? (heard[answer.index]?.ssid ?? null) : answer.typed;
}

/** A file, or a prompt where somebody is there; empty: open. */
async function apPasswordOf(
  context: CommandContext,
  { apPasswordFile: file }: FieldOptions,
): Promise<string | undefined> {
  if (file === undefined && !isAsked(context)) return undefined;
  const what = `${fieldText.start.password} (empty: open)`;
  return readSecret({ what, file, signal: context.signal });
}

/** Devices of this bench call it; where it cannot listen, as beside `serve`, the device is asked and does not call. */
async function serve(
  { out }: CommandContext,
  bench: Bench,
  { host }: Pick<FieldOptions, 'host'>,
): Promise<void> {
  if (host === undefined) return;
  await bench.startOta().catch((error: unknown) => {
    const failure = toFailure(error).toData();
    out.say(describeFailure(failure).sentence, { type: 'not-serving', ...failure });
  });
}
