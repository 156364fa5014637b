/** One life of a board: power on from a given flash, and what comes of it when nobody cuts the power again. */
import { createVirtualBench } from '../../main/virtual/index.ts';
import { Rig, SITE } from '../firmware/support.ts';
import { type FlashState, load, namesOf, stateOf } from './flash-state.ts';
import type { Scenario } from './scenarios.ts';

/**
 * "Portal or platform reachable within three boots" of the power, or of a new set. A rollback ends in a restart of its
 * own, which belongs to the boot that rolled back.
 */
const BOOTS = 3;
/** Board seconds in one of ours: pauses before a restart teach nothing here. */
const HURRY = 10;
/** A board that says nothing for so long is dark, also on a busy computer. */
const SILENCE_MS = 30_000;
/** An address of this computer at which no server of a test listens. */
const NOBODY = '127.0.0.2';
const MOMENT =
  /^(>>> )?(boot: start|boot: (update|hotfix) \d|boot: restart rollback|boot: ap |platform: (ready|good)|MicroPython v)/;

/** Is the server there when the power comes back? Without it nothing that was left half done is ever sent again. */
export type World = 'served' | 'alone';

type Verdict = 'old' | 'new' | 'mixed' | 'dark';

export interface Life {
  readonly verdict: Verdict;
  /** For a person: how it came to that. */
  readonly story: string;
  /** The flash after each of its operations: where the power could have gone. */
  readonly states: readonly FlashState[];
}

/** A board with that flash, off, beside the scenario's network. */
export function makeBoard(state: FlashState, scenario: Scenario, world: World): Rig {
  const bench = createVirtualBench();
  bench.radio.addNetwork(SITE);
  const board = bench.addBoard({ kind: 'pico', power: 'off', clockRate: scenario.clockRate ?? HURRY });
  load(board, state);
  if (world === 'alone') bench.radio.setHost(NOBODY);
  return new Rig(bench, board);
}

export async function live(begin: FlashState, scenario: Scenario, world: World): Promise<Life> {
  const rig = makeBoard(begin, scenario, world);
  const states: FlashState[] = [];
  rig.board.onEvent((event) => {
    if (event.type === 'flash') states.push(stateOf(rig.board));
  });
  try {
    rig.board.powerOn();
    const verdict = await follow(rig, scenario, world);
    return { verdict, story: story(rig), states };
  } catch (error) {
    return { verdict: 'dark', story: `${error}\n${story(rig)}`, states };
  } finally {
    await rig.close();
  }
}

/** Reads the console until the board is reachable to stay, or has shown that it will not be. */
async function follow(rig: Rig, scenario: Scenario, world: World): Promise<Verdict> {
  let boots = 0;
  for (let at = 0; ; ) {
    const line = await rig.console.line(MOMENT, at, SILENCE_MS);
    at = rig.console.lines.indexOf(line, at) + 1;
    if (line.includes('boot: start')) {
      boots++;
      if (boots > BOOTS) return 'dark';
      continue;
    }
    if (/^boot: (update|hotfix)/.test(line)) {
      boots = 0;
      continue;
    }
    if (line.startsWith('boot: restart')) {
      boots--;
      continue;
    }
    const set = scenario.judge(stateOf(rig.board));
    if (set === 'mixed') return 'mixed';
    if (line.startsWith('MicroPython')) {
      // The program ended, so nobody hears this board: what the trial's timer does after two minutes.
      void rig.board.reset();
      continue;
    }
    if (line.startsWith('platform: ready') && (await rig.ask('GET', '/status')).status !== 200) return 'dark';
    if (await scenario.isOver({ line, set, rig, world })) return set;
  }
}

const story = (rig: Rig): string => `${namesOf(stateOf(rig.board))}\n${rig.console.lines.join('\n')}`;
