/** `provision`: makes a blank board a proven device. */
import { Failure } from '../../preload/contract/errors.ts';
import { boardKind, passport, type Recipe } from '../../preload/contract/models.ts';
import { type Bench, createBench } from '../bench.ts';
import { untilPlugged } from '../serial/index.ts';
import { createVirtualBench, VIRTUAL_SITE, type VirtualBench } from '../virtual/index.ts';
import type { CommandContext } from './context.ts';
import { type Answerer, askPerson, followJob } from './follow-job.ts';
import { lanAddress, OTA_PORT, oneOf, wholeNumber } from './options.ts';
import { readSecret } from './secrets.ts';
import { watchBlinks } from './virtual-eyes.ts';

export interface ProvisionOptions {
  readonly port?: string;
  readonly virtual?: string;
  readonly appType: string;
  readonly ssid?: string;
  readonly passwordFile?: string;
  readonly open?: true;
  readonly apPasswordFile?: string;
  readonly wifi: string;
  readonly install: string;
  readonly identify?: string;
  readonly otaKeys?: string;
  readonly foreign?: string;
  readonly host?: string;
  readonly otaPort?: string;
}

const BLINKS = 5;

export async function runProvision(context: CommandContext, options: ProvisionOptions): Promise<void> {
  if ((options.port === undefined) === (options.virtual === undefined)) {
    throw new Failure('bad-usage', { problem: 'name either --port or --virtual' });
  }
  const foreign = foreignOf(options);
  const startedAt = Date.now();
  const virtual = options.virtual === undefined ? undefined : createVirtualBench();
  const site = virtual ? VIRTUAL_SITE : await askSite(context, options);
  const apPassword = await readApPassword(context, options);
  const bench = await createBench({
    virtual,
    ota: {
      host: virtual ? '127.0.0.1' : (options.host ?? lanAddress()),
      port: virtual ? 0 : wholeNumber('ota-port', options.otaPort ?? String(OTA_PORT), 0, 65_535),
    },
  });
  try {
    await bench.offerApp('skeleton');
    const target = virtual
      ? addBoard(virtual, options.virtual)
      : { port: options.port ?? '', answer: askPerson };
    const recipe: Recipe = {
      name: 'command line',
      kind: null,
      appType: options.appType,
      install: oneOf('install', options.install, ['boot', 'platform']),
      wifi: oneOf('wifi', options.wifi, ['cable', 'ap']),
      identify: oneOf('identify', options.identify ?? whoLooks(virtual), ['ask', 'skip']),
      ...(options.otaKeys === undefined
        ? {}
        : { otaKeys: oneOf('ota-keys', options.otaKeys, ['pin', 'none']) }),
    };
    if (virtual) await untilPlugged(bench.ports, target.port, context.signal);
    context.out.say(`Provisioning ${target.port} as ${recipe.appType}`, {
      type: 'start',
      port: target.port,
      appType: recipe.appType,
    });
    const result = await run(
      context,
      bench,
      { port: target.port, recipe, site, apPassword, foreign },
      target.answer,
    );
    const seconds = (Date.now() - startedAt) / 1000;
    context.out.say(null, { type: 'result', outcome: 'PASS', seconds, passport: result });
    for (const { step, evidence } of result.proofs)
      context.out.say(`    ${step.padEnd(9)} ${evidence}`, null);
    context.out.say(`PASS ${result.deviceId} in ${seconds.toFixed(1)} s`, null);
  } finally {
    await bench.close();
  }
}

async function run(
  context: CommandContext,
  bench: Bench,
  order: Parameters<Bench['provision']>[0],
  answer: Answerer,
) {
  return passport.parse(await followJob(context, bench.jobs, await bench.provision(order), answer));
}

/** A fresh virtual board, which this program looks at itself. */
function addBoard(virtual: VirtualBench, kind: string | undefined) {
  const parsed = boardKind.safeParse(kind);
  if (!parsed.success) throw new Failure('bad-usage', { problem: '--virtual takes pico or esp32' });
  virtual.radio.addNetwork(VIRTUAL_SITE);
  const board = virtual.addBoard({ kind: parsed.data });
  const eyes = watchBlinks(board);
  const answer: Answerer = async (_, signal) => {
    await eyes.seen(BLINKS, AbortSignal.any([signal, AbortSignal.timeout(10_000)]));
    return true;
  };
  return { port: board.path, answer };
}

async function askSite({ signal }: CommandContext, { ssid, passwordFile, open }: ProvisionOptions) {
  if (ssid === undefined) throw new Failure('bad-usage', { problem: 'name the Wi-Fi with --ssid' });
  const password = open
    ? ''
    : await readSecret({ what: `the password of ${ssid}`, file: passwordFile, signal });
  return { ssid, password };
}

async function readApPassword({ signal }: CommandContext, { apPasswordFile }: ProvisionOptions) {
  if (apPasswordFile === undefined) return undefined;
  return readSecret({ what: "the password of the board's access point", file: apPasswordFile, signal });
}

/** Without a person at the terminal nobody is asked, and nothing is lost. */
function foreignOf({ foreign }: ProvisionOptions) {
  const usual = process.stdin.isTTY ? 'ask' : 'back-up';
  return oneOf('foreign', foreign ?? usual, ['ask', 'back-up', 'overwrite']);
}

/** Without a person at the terminal nobody can say whether a real board blinked. */
function whoLooks(virtual: VirtualBench | undefined): string {
  return virtual || process.stdin.isTTY ? 'ask' : 'skip';
}
