/**
 * The model beside a real device. What the device says and what lies on its flash leaves fewer and fewer of the states
 * in which the model could be; when none is left, one of them is wrong.
 */
import { differences, type Flash } from './flash.ts';
import { next, type Step } from './model.ts';
import type { World } from './server.ts';
import { type Device, different, identityOf } from './states.ts';

/** What was heard or found, and what the model allowed instead. */
export class Difference extends Error {
  override readonly name = 'Difference';
}

/** A line of the console as the model tells it; undefined for what it does not tell. */
export function momentOf(line: string): string | undefined {
  // What a reset cut short may stand before it.
  if (line.includes('boot: start ')) return 'start';
  const text = /(boot|platform): .*|^main: .*/.exec(line)?.[0] ?? '';
  if (text.startsWith('main: ')) return text;
  const portal = /^boot: ap .*reason=(\S+)$/.exec(text);
  if (portal) return `portal ${portal[1]}`;
  if (text.startsWith('boot: offline')) return 'offline';
  if (text.startsWith('platform: ready')) return 'ready';
  if (text.startsWith('platform: hotfix')) return 'pending';
  const told =
    /^boot: ((?:update|hotfix|rollback|trial|error) .*|dropped overlay|up to date|refused (?:update|hotfix))/;
  return told.exec(text)?.[1] ?? /^platform: (good .*)/.exec(text)?.[1];
}

export class Lockstep {
  states: readonly Device[];
  world: World;
  /** Where it has been since the flash was last looked at. */
  #passed: Device[] = [];

  constructor(begin: Device, world: World) {
    this.states = [begin];
    this.world = world;
  }

  /** One of the states that are left; they differ in nothing that has been seen. */
  get device(): Device {
    const [device] = this.states;
    if (!device) throw new Error('no state is left');
    return device;
  }

  /** Nothing more comes by itself. */
  get isAtRest(): boolean {
    const reached = this.#closure((step) => step.when === 'now' && step.says === null);
    return reached.every((device) =>
      this.#steps(device).every((step) => step.when !== 'now' || step.says === null),
    );
  }

  hear(moment: string): void {
    const silent = this.#closure(isSilent);
    const steps = silent.flatMap((device) => this.#steps(device));
    const left = steps.filter(({ says }) => says === moment).map(({ to }) => to);
    if (left.length === 0) throw new Difference(`it says "${moment}"; ${this.allowed}`);
    this.#passed.push(...silent);
    this.states = different(left);
  }

  /** What it may say next, for a message. */
  get allowed(): string {
    const steps = this.#closure(isSilent).flatMap((device) => this.#steps(device));
    const lines = different(steps.flatMap(({ says }) => (says === null ? [] : `"${says}"`)));
    return `the model allows ${lines.join(', ') || 'nothing'}`;
  }

  /** The device is at rest with that on its flash. */
  find(flash: Flash): void {
    const resting = this.#closure(isSilent).filter((device) =>
      this.#steps(device).every(({ when, says }) => when !== 'now' || says !== null),
    );
    this.#keep(resting, flash);
  }

  /** The power is gone, nobody knows when: what of all that it was about to do has been done? */
  findOff(flash: Flash): void {
    // A line may be said before the last of what it tells is on the flash.
    this.states = [...this.states, ...this.#passed];
    const reached = this.#closure((step) => step.when !== 'later');
    this.#keep(different(reached.map((device): Device => ({ ...device, at: 'off' }))), flash);
  }

  /** Something is done to it, with the power off. */
  change(how: (device: Device) => Device): void {
    this.states = different(this.states.map(how));
  }

  /** Something is asked of it, while it runs. */
  expect(what: (device: Device) => { readonly after: Device; readonly between: readonly Device[] }): void {
    const begin = this.#closure(isSilent);
    const expected = begin.map(what);
    this.#passed.push(...begin, ...expected.flatMap(({ between }) => between));
    this.states = different(expected.map(({ after }) => after));
  }

  /** A reset: whatever it was about to do, what has been done of it remains. */
  restart(): void {
    const reached = this.#closure((step) => step.when !== 'later');
    this.states = different(reached.map((device): Device => ({ ...device, at: 'start' })));
  }

  #keep(devices: readonly Device[], flash: Flash): void {
    const looked = devices.map((device) => ({ device, wrong: differences(device, flash) }));
    const left = looked.filter(({ wrong }) => wrong.length === 0);
    if (left.length === 0) {
      // Those that come nearest say most.
      const near = looked.sort((a, b) => a.wrong.length - b.wrong.length).slice(0, 3);
      throw new Difference(
        near.map(({ device, wrong }) => `${summary(device)}:\n  ${wrong.join('\n  ')}`).join('\nor '),
      );
    }
    this.states = left.map(({ device }) => device);
    this.#passed = [];
  }

  #steps(device: Device): readonly Step[] {
    return next(device, this.world);
  }

  /** These states, and those reached from them by such steps. */
  #closure(follow: (step: Step) => boolean): Device[] {
    const seen = new Map(this.states.map((device) => [identityOf(device), device]));
    for (const device of seen.values())
      for (const step of this.#steps(device)) if (follow(step)) seen.set(identityOf(step.to), step.to);
    return [...seen.values()];
  }
}

const isSilent = (step: Step) => step.says === null && step.when !== 'later';

/** A state for a person. */
export function summary({ at, trial, journal, pending, wifi, rejected }: Device): string {
  const words = [`at "${at}"`, `Wi-Fi ${wifi}`];
  if (trial) words.push(`on trial, boot ${trial.boots}`);
  if (journal) words.push(`${journal.kind} under way`);
  if (pending) words.push('a hotfix waits');
  if (rejected.length > 0) words.push(`${rejected.length} rejected`);
  return words.join(', ');
}
