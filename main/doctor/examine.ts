/**
 * One board, from listening to the reset lines: each step only as far as it was allowed, and what it came to.
 *
 *     listen ──► interrupt ──► soft-reset ──► reset-lines ──► other-speed ──► (bootloader, when asked for)
 *                    │ the board answers       │                 │
 *                    └────────────┬────────────┴─────────────────┘
 *                                 ▼
 *                     asked what it is, started anew
 */
import type { DoctorReach, DoctorStep, DoctorStepName, Finding } from '../../preload/contract/doctor.ts';
import { type Failure, isFailure } from '../../preload/contract/errors.ts';
import { restartBoard } from '../boards/index.ts';
import { type Board, identifyBoard, type PortSource } from '../serial/index.ts';
import { findingIn } from './from-signs.ts';
import { healthOf } from './health.ts';
import { type Limits, OTHER_SPEEDS } from './limits.ts';
import { byLines, bySoftware } from './loader.ts';
import { Patient } from './patient.ts';

const utf8 = new TextEncoder();
const CTRL_B = 0x02;
const CTRL_C = 0x03;
const CTRL_D = 0x04;
/** A port that went so often while it was listened to comes and goes by itself. */
const FLAPS = 2;

export interface ExamineOptions {
  readonly reach: DoctorReach;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: DoctorStepName) => void) | undefined;
}

export interface Examined {
  readonly findings: readonly Finding[];
  readonly steps: readonly DoctorStep[];
  readonly heard: readonly string[];
}

/** How far each reach goes. */
const ORDER: readonly DoctorReach[] = ['listen', 'interrupt', 'reset', 'bootloader'];

/** @throws Failure `port-not-found`, `port-busy`, `port-denied`, `board-in-loader`, and the signal's reason */
export async function examineBoard(
  ports: PortSource,
  port: string,
  options: ExamineOptions,
): Promise<Examined> {
  const visit = new Visit(ports, port, options);
  try {
    return await visit.run();
  } finally {
    await visit.end();
  }
}

class Visit {
  readonly #ports: PortSource;
  readonly #port: string;
  readonly #options: ExamineOptions;
  readonly #steps: DoctorStep[] = [];
  #patient: Patient | undefined;
  /** Bits a second at which it answered, when not at the usual. */
  #speed: number | undefined;
  #modem: 'answers' | 'unknown' = 'unknown';

  constructor(ports: PortSource, port: string, options: ExamineOptions) {
    this.#ports = ports;
    this.#port = port;
    this.#options = options;
  }

  async run(): Promise<Examined> {
    const { limits, signal } = this.#options;
    const patient = await this.#open(limits.tries);
    const patience = this.#may('interrupt') ? 'short' : 'long';
    await this.#step('listen', async () => {
      await patient.listen((one) => isExplained(one), signal, patience);
      return explain(patient) === null ? 'no-help' : 'helped';
    });
    if (!this.#may('interrupt')) return this.#told([explain(patient) ?? notAsked(this.#port)]);

    const held = await this.#getHold(patient);
    const findings = held === undefined ? [this.#whyNot(patient)] : await this.#whatItIs(held, patient);
    if (this.#may('bootloader')) findings.push(...(await this.#intoLoader(held)));
    else await this.#giveBack(held?.board);
    return this.#told(findings);
  }

  /** It was looked at, which is no boot of its set's own; one that answers oddly is started anew all the same. */
  async #giveBack(board: Board | undefined): Promise<void> {
    const { signal } = this.#options;
    if (board === undefined) return;
    await restartBoard(board, { signal })
      .catch(() => board.hardReset({ signal }))
      .catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.#patient?.close();
  }

  /** The one that answers in the end, at whatever speed; undefined when none does. */
  async #getHold(patient: Patient): Promise<Patient | undefined> {
    const { limits, signal } = this.#options;
    const { board } = patient;
    if (await this.#tried('interrupt', () => answers(patient, signal))) return patient;
    // Nobody is there to read a Ctrl-D, and no reset helps against it.
    if (patient.signs.download === 'seen') return undefined;
    // It went in the middle of it: whether it goes again shows at the next round.
    if (patient.departures > 0) await patient.listen((one) => isExplained(one), signal);
    if (explain(patient) === null && patient.saidAnything && (await isModem(patient, signal))) {
      this.#modem = 'answers';
      return undefined;
    }

    const afterCtrlD = async () => {
      await board.type(Uint8Array.of(CTRL_C, CTRL_B, CTRL_D));
      await patient.listen((one) => one.signs.repl === 'seen', signal);
      return answers(patient, signal);
    };
    if (!this.#may('reset')) this.#note('soft-reset', 'left-out');
    else if (await this.#tried('soft-reset', afterCtrlD)) return patient;

    const afterReset = async () => {
      patient.forget();
      await board.hardReset({ how: 'lines', signal });
      await patient.listen((one) => isExplained(one) || one.signs.repl === 'seen', signal);
      return answers(patient, signal);
    };
    if (patient.way === 'native') this.#note('reset-lines', 'impossible');
    else if (!this.#may('reset')) this.#note('reset-lines', 'left-out');
    else if (await this.#tried('reset-lines', afterReset)) return patient;

    // What can be read has the right speed already; a board with USB of its own has none.
    if (patient.way !== 'bridge' || patient.signs.readable === 'text') {
      this.#note('other-speed', 'impossible');
      return undefined;
    }
    return this.#atOtherSpeeds(patient, limits);
  }

  async #atOtherSpeeds(patient: Patient, limits: Limits): Promise<Patient | undefined> {
    const { signal } = this.#options;
    this.#options.onStep?.('other-speed');
    await patient.close();
    for (const speed of OTHER_SPEEDS) {
      const other = await this.#open(limits.speedTries, speed);
      if (await answers(other, signal)) {
        this.#note('other-speed', 'helped');
        this.#speed = speed;
        return other;
      }
      await other.close();
    }
    this.#note('other-speed', 'no-help');
    return undefined;
  }

  async #whatItIs(held: Patient, first: Patient): Promise<Finding[]> {
    const port = this.#port;
    const found: Finding[] = [];
    // What it said before it was got hold of: a loop that was caught in one of its rounds.
    const before = explain(first);
    if (before !== null && before.code !== 'other-firmware') found.push(before);
    if (this.#speed !== undefined) found.push({ code: 'other-speed', params: { port, speed: this.#speed } });
    const health = await this.#healthOf(held);
    return [...found, ...health.filter(({ code }) => code !== 'healthy' || found.length === 0)];
  }

  async #healthOf({ board }: Patient): Promise<Finding[]> {
    const { signal } = this.#options;
    try {
      return healthOf(this.#port, await identifyBoard(board, { signal }));
    } catch (error) {
      signal?.throwIfAborted();
      if (!isFailure(error)) throw error;
      return [{ code: 'answers-oddly', params: { port: this.#port, detail: error.code } }];
    }
  }

  #whyNot(patient: Patient): Finding {
    const port = this.#port;
    const why = explain(patient);
    if (why !== null) return why;
    const { readable } = patient.signs;
    if (this.#modem === 'answers') return { code: 'at-firmware', params: { port } };
    if (readable === 'garbage') return { code: 'garbage', params: { port } };
    if (patient.board.state === 'away') return { code: 'went-away', params: { port } };
    return { code: patient.saidAnything ? 'program-holds' : 'silent', params: { port } };
  }

  async #intoLoader(held: Patient | undefined): Promise<Finding[]> {
    const { limits, signal } = this.#options;
    const port = this.#port;
    const way = this.#patient?.way ?? 'bridge';
    if (way !== 'bridge' && held === undefined) {
      this.#note('bootloader', 'impossible');
      return [];
    }
    this.#options.onStep?.('bootloader');
    if (way === 'bridge') await this.#patient?.close();
    const loader =
      way !== 'bridge' && held !== undefined
        ? await bySoftware(held, this.#ports, signal)
        : await byLines(this.#ports, port, limits, signal);
    this.#note('bootloader', loader === null ? 'no-help' : 'helped');
    return loader === null ? [] : [{ code: 'loader-entered', params: { port, loader } }];
  }

  async #open(tries: readonly number[], baudRate?: number): Promise<Patient> {
    const { limits, signal } = this.#options;
    const speed = baudRate === undefined ? {} : { baudRate };
    this.#patient = await Patient.visit(this.#ports, this.#port, limits, { signal, ...speed }, tries);
    return this.#patient;
  }

  #may(reach: DoctorReach): boolean {
    return ORDER.indexOf(this.#options.reach) >= ORDER.indexOf(reach);
  }

  async #tried(step: DoctorStepName, work: () => Promise<boolean>): Promise<boolean> {
    let helped = false;
    await this.#step(step, async () => {
      helped = await work();
      return helped ? 'helped' : 'no-help';
    });
    return helped;
  }

  async #step(step: DoctorStepName, work: () => Promise<DoctorStep['outcome']>): Promise<void> {
    this.#options.onStep?.(step);
    this.#note(step, await work());
  }

  #note(step: DoctorStepName, outcome: DoctorStep['outcome']): void {
    this.#steps.push({ step, outcome });
  }

  #told(findings: readonly Finding[]): Examined {
    return { findings, steps: this.#steps, heard: this.#patient?.lastLines ?? [] };
  }
}

/** True when it came to its prompt. @throws the signal's reason */
async function answers(patient: Patient, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await patient.board.interrupt({ signal });
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (isNoAnswer(error)) return false;
    throw error;
  }
}

/** ESP-AT answers each line, with `OK` or `ERROR`; what says so before was no answer. @throws the signal's reason */
async function isModem(patient: Patient, signal: AbortSignal | undefined): Promise<boolean> {
  if (patient.board.state !== 'console') return false;
  const { mark } = patient;
  const answered = () => patient.signsSince(mark).at === 'likely';
  await patient.board.type(utf8.encode('\r\nAT\r\n')).catch(() => undefined);
  await patient.listen(answered, signal);
  return answered();
}

function isNoAnswer(error: unknown): error is Failure {
  return (
    isFailure(error, 'board-silent') ||
    isFailure(error, 'board-busy') ||
    isFailure(error, 'board-protocol') ||
    isFailure(error, 'port-vanished')
  );
}

function explain({ port, signs, departures }: Patient): Finding | null {
  const found = findingIn(port, signs);
  if (found !== null || departures < FLAPS) return found;
  return { code: 'port-flaps', params: { port, times: departures } };
}

/** What other firmware says may be no more than the words before MicroPython's own. */
function isExplained(patient: Patient): boolean {
  const found = explain(patient);
  return found !== null && found.code !== 'other-firmware';
}

function notAsked(port: string): Finding {
  return { code: 'not-asked', params: { port } };
}
