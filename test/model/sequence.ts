/** One random sequence: a virtual board with the real boot.py, two servers, and the model beside it. */
import { type Random, randomOf } from '../firmware/fuzz.ts';
import type { Files } from '../firmware/support.ts';
import { type Action, type Move, moveOf, told } from './actions.ts';
import { Bench, type Heard } from './bench.ts';
import { Difference, Lockstep, summary } from './lockstep.ts';
import { factoryReset } from './model.ts';
import { hotfixOf, type Server } from './server.ts';
import { programOf, type Size, setOfSize } from './sets.ts';
import type { Device } from './states.ts';

/** Lines in which whatever is done to a device comes to an end: a rollback and an update take a dozen. */
const ENOUGH = 60;
/** They are done to a board that runs. */
const NEEDS_POWER = new Set<Action['does']>([
  'app crash',
  'factory reset',
  'Wi-Fi at the portal',
  'minutes pass',
  'reset button',
]);

export interface Played {
  readonly seed: number;
  readonly moves: readonly string[];
  /** What the model allowed and what the device is; null when they agreed to the end. */
  readonly difference: string | null;
}

/** The same seed is the same sequence. Every fourth runs the real platform. */
export async function play(seed: number, steps: number, boot: string): Promise<Played> {
  const random = randomOf(seed);
  const sequence = new Sequence(random, seed % 4 === 0 ? 'real' : 'tiny', boot);
  const moves: string[] = [];
  try {
    await sequence.begin();
    for (let step = 0; step < steps; step++) {
      const move = sequence.choose();
      moves.push(told(move));
      await sequence.make(move);
      moves.push(`${moves.pop()}: ${summary(sequence.device)}`);
    }
    return { seed, moves, difference: null };
  } catch (error) {
    return { seed, moves, difference: `${error}\n${sequence.console}` };
  } finally {
    await sequence.close();
  }
}

class Sequence {
  readonly #random: Random;
  readonly #size: Size;
  readonly #bench: Bench;
  readonly #model: Lockstep;
  readonly #begin: Files;
  readonly #earlier: Files[] = [];
  #away: Server;
  #seq = 1;

  constructor(random: Random, size: Size, boot: string) {
    this.#random = random;
    this.#size = size;
    const files = { ...setOfSize(size, random) };
    while (programOf(files).fate === 'resets') Object.assign(files, setOfSize(size, random));
    this.#begin = size === 'tiny' && random() < 0.25 ? {} : files;
    const wifi = random() < 0.8 ? 'known' : 'none';
    const server = (seq: number): Server => ({
      files,
      form: 'manifest',
      seq,
      hotfix: null,
      drops: 'nothing',
    });
    this.#away = server(2);
    this.#seq = 2;
    this.#earlier.push(files);
    this.#bench = new Bench({ size, boot, files: this.#begin, wifi });
    const nothing = { base: {}, dropped: {}, seq: null, hotfixSeq: null, again: null, rejected: [] };
    const device: Device = {
      ...{ ...nothing, files: this.#begin, trial: null, journal: null, pending: null },
      ...{ at: 'off', wifi },
    };
    this.#model = new Lockstep(device, { server: server(1), reach: 'served' });
  }

  get device(): Device {
    return this.#model.device;
  }

  get console(): string {
    return this.#bench.rig.console.lines.slice(-60).join('\n');
  }

  async begin(): Promise<void> {
    await this.#bench.listen(this.#model.world.server);
    await this.#powerOn(null);
  }

  choose(): Move {
    const { device, world } = this.#model;
    return moveOf(this.#random, { size: this.#size, device, world, earlier: this.#earlier });
  }

  /** Does it, and compares. */
  async make({ action, cutAfter }: Move): Promise<void> {
    if (this.device.at === 'off' && NEEDS_POWER.has(action.does)) await this.#powerOn(null);
    switch (action.does) {
      case 'app crash':
      case 'factory reset':
      case 'Wi-Fi at the portal':
      case 'minutes pass':
      case 'reset button':
        return this.#atRunning(action.does, cutAfter);
      default:
        await this.#powerOff();
        this.#arrange(action);
        return this.#powerOn(cutAfter);
    }
  }

  async close(): Promise<void> {
    await this.#bench.close();
  }

  // ---- with the power off ----

  #arrange(action: Action): void {
    const model = this.#model;
    const serve = (change: Partial<Server>) => {
      model.world = { ...model.world, server: { ...model.world.server, ...change } };
    };
    switch (action.does) {
      case 'publish':
        this.#earlier.push(action.files);
        serve({ files: action.files, form: action.form, seq: ++this.#seq, hotfix: null, drops: 'nothing' });
        break;
      case 'hotfix':
        serve({ hotfix: action.files, form: action.form, seq: ++this.#seq, drops: 'nothing' });
        // Without a platform nobody fetches it: it lies there, as if one had.
        if (this.#size === 'tiny') {
          const { form, files, seq } = { ...action, seq: this.#seq };
          const pending = { form: this.#bench.knowsItsId ? form : 'plain', files, seq } as const;
          model.change((device) => ({ ...device, pending }));
          this.#bench.serve(model.world.server);
          this.#bench.leavePending(pending);
        }
        break;
      case 'drop overlay':
        serve({ drops: 'overlays', hotfix: null });
        break;
      case 'swap server': {
        const { server } = model.world;
        serve(this.#away);
        this.#away = { ...server, hotfix: null };
        this.#bench.swap();
        break;
      }
      case 'server goes':
        model.world = { ...model.world, reach: 'alone' };
        break;
      case 'server returns':
        model.world = { ...model.world, reach: 'served' };
    }
    this.#bench.serve(model.world.server);
    this.#bench.reach(model.world.reach);
  }

  async #powerOff(): Promise<void> {
    for (const moment of this.#bench.heardSoFar()) this.#model.hear(moment);
    await this.#bench.powerOff();
    this.#model.findOff(this.#bench.flash());
  }

  async #powerOn(cutAfter: number | null): Promise<void> {
    this.#model.change((device) => ({ ...device, at: 'start' }));
    await this.#follow(cutAfter, () => this.#bench.powerOn());
  }

  // ---- while it runs ----

  async #atRunning(does: Action['does'], cutAfter: number | null): Promise<void> {
    const bench = this.#bench;
    for (const moment of bench.heardSoFar()) this.#model.hear(moment);
    switch (does) {
      case 'reset button':
        this.#model.restart();
        return this.#follow(cutAfter, () => bench.reset());
      case 'app crash':
        return this.#follow(null, () => bench.crash());
      case 'minutes pass':
        return this.#follow(null, async () => {
          this.#hear(await bench.next());
        });
      case 'Wi-Fi at the portal':
        this.#model.expect((device) => ({ after: { ...device, at: 'start', wifi: 'known' }, between: [] }));
        return this.#follow(cutAfter, () => bench.giveWifi());
      case 'factory reset':
        this.#model.expect(factoryReset);
        return this.#follow(cutAfter, () => bench.factoryReset());
    }
  }

  /** Does something to the board, and goes with it until it is at rest or its power goes. */
  async #follow(cutAfter: number | null, act: () => Promise<void>): Promise<void> {
    const { model, bench } = { model: this.#model, bench: this.#bench };
    bench.cutAfter(cutAfter);
    const acted = act();
    let heard: Heard | null = await Promise.race([acted.then(() => null), bench.cut]);
    // Who is in the middle of asking when the power goes gets no answer.
    acted.catch(() => {});
    for (let said = 0; heard === null && !model.isAtRest; said++) {
      if (said > ENOUGH) throw new Difference(`it never comes to rest: ${summary(model.device)}`);
      heard = this.#hear(await bench.next());
    }
    if (heard === null) {
      bench.cutAfter(null);
      model.find(bench.flash());
      this.#confirmHotfix();
      return;
    }
    await bench.powerOff();
    model.findOff(bench.flash());
  }

  /** Null for what the model has heard, else how it ended. */
  #hear(heard: Heard): Heard | null {
    if (heard.is === 'silent') throw new Difference(`it says nothing; ${this.#model.allowed}`);
    if (heard.is === 'cut') return heard;
    this.#model.hear(heard.moment);
    return null;
  }

  /** A server offers a hotfix until it has arrived. */
  #confirmHotfix(): void {
    const { world, device } = this.#model;
    if (world.server.hotfix === null || hotfixOf(world.server, device) !== null) return;
    this.#model.world = { ...world, server: { ...world.server, hotfix: null } };
    this.#bench.serve(this.#model.world.server);
  }
}
