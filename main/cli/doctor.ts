/** `doctor`: why a board does not do what it should, in sentences with remedies. */
import {
  type Diagnosis,
  type DoctorReach,
  type DoctorStepName,
  type FindingData,
  findingData,
} from '../../preload/contract/doctor.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { describeFinding, doctorText } from '../../renderer/text/doctor.ts';
import { createDoctor, type Doctor } from '../doctor/index.ts';
import { outsideArchive, RESOURCES } from '../resources.ts';
import { thisSystem, usbPorts } from '../serial/index.ts';
import type { CommandContext } from './context.ts';
import { wholeNumber } from './options.ts';

export interface DoctorOptions {
  readonly port?: string;
  readonly listen?: true;
  readonly reset?: true;
  readonly toBootloader?: true;
  readonly replug?: true;
  readonly seconds: string;
}

export async function runDoctor(context: CommandContext, options: DoctorOptions): Promise<void> {
  const system = thisSystem();
  const ports = usbPorts(system);
  const doctor = createDoctor({ ports, system, rules: outsideArchive(RESOURCES.udevRules) });
  const found = options.replug
    ? await watchReplug(context, doctor, options.seconds)
    : await lookAt(context, doctor, options, async () => (await ports.list()).map(({ path }) => path));
  context.signal.throwIfAborted();
  const troubles = found.filter(({ level }) => level === 'trouble').length;
  context.out.say(
    troubles === 0 ? 'All is well.' : `${troubles === 1 ? 'One trouble' : `${troubles} troubles`} found.`,
    {
      type: 'result',
      troubles,
    },
  );
  if (troubles > 0) throw new DoctorFound();
}

/** Something is wrong; it was said. */
export class DoctorFound extends Error {}

async function watchReplug(
  { out, signal }: CommandContext,
  doctor: Doctor,
  seconds: string,
): Promise<FindingData[]> {
  const limit = wholeNumber('seconds', seconds, 1, 600) * 1000;
  out.say(`Unplug the board and plug it in again, within ${limit / 1000} s.`, { type: 'waiting' });
  // `AbortSignal.timeout` and a watch of folders would let the program end meanwhile.
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), limit);
  try {
    const found = await doctor.replug(AbortSignal.any([signal, over.signal]));
    signal.throwIfAborted();
    return tell({ out }, found.map(findingData));
  } finally {
    clearTimeout(timer);
  }
}

async function lookAt(
  context: CommandContext,
  doctor: Doctor,
  options: DoctorOptions,
  list: () => Promise<string[]>,
): Promise<FindingData[]> {
  if (options.port !== undefined) return lookAtPort(context, doctor, options.port, reachOf(options));
  if (options.toBootloader) throw new Failure('bad-usage', { problem: 'name the board with --port' });
  const found = tell(context, (await doctor.survey()).map(findingData));
  const ports = await list();
  // Nobody named a port: what hangs on several need not be a board, and is sent nothing.
  const reach = ports.length === 1 ? reachOf(options) : 'listen';
  for (const port of ports) found.push(...(await lookAtPort(context, doctor, port, reach)));
  return found;
}

async function lookAtPort(
  { out, signal }: CommandContext,
  doctor: Doctor,
  port: string,
  reach: DoctorReach,
): Promise<FindingData[]> {
  const onStep = (step: DoctorStepName) =>
    out.say(`${port}: ${doctorText.doing[step]} …`, { type: 'step', port, step });
  const { findings, steps, heard }: Diagnosis = await doctor.diagnose(port, { reach, signal, onStep });
  for (const { step, outcome } of steps)
    out.say(`    ${doctorText.steps[step].padEnd(14)} ${doctorText.outcomes[outcome]}`, {
      type: 'outcome',
      port,
      step,
      outcome,
    });
  if (heard.length > 0)
    out.say(['It said:', ...heard.map((line) => `    | ${line}`)].join('\n'), { type: 'heard', port, heard });
  return tell({ out }, findings);
}

function tell({ out }: Pick<CommandContext, 'out'>, findings: readonly FindingData[]): FindingData[] {
  for (const finding of findings) {
    const { sentence, cause, remedy } = describeFinding(finding);
    out.say(`${sentence} [${finding.code}]\n    ${cause}\n    ${remedy}`, {
      type: 'finding',
      ...finding,
      sentence,
      cause,
      remedy,
    });
  }
  return [...findings];
}

function reachOf({ listen, reset, toBootloader }: DoctorOptions): DoctorReach {
  if (listen && (reset || toBootloader))
    throw new Failure('bad-usage', { problem: '--listen sends nothing: it goes with no other' });
  if (toBootloader) return 'bootloader';
  if (reset) return 'reset';
  return listen ? 'listen' : 'interrupt';
}
