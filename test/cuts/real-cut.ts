/** A cut as the virtual board makes it: what `explore` takes for one is what is then on the flash. */
import { keyOf, stateOf } from './flash-state.ts';
import { live, makeBoard } from './life.ts';
import type { Scenario } from './scenarios.ts';

/** Operations of boot.py alone: later ones share the flash with the platform's tasks, whose order is not fixed. */
const FIRST = 25;

/** Cuts the power after the k-th operation from the scenario's begin; true when the flash is as explored. */
export async function isAsExplored(scenario: Scenario, random: () => number): Promise<boolean> {
  const { states } = await live(scenario.begin, scenario, 'served');
  const k = 1 + Math.floor(random() * Math.min(FIRST, states.length));
  const rig = makeBoard(scenario.begin, scenario, 'served');
  try {
    const cut = new Promise<void>((resolve) => {
      rig.board.onEvent((event) => event.type === 'power-cut' && resolve());
    });
    rig.board.cutPowerAfter(k);
    rig.board.powerOn();
    await cut;
    const expected = states[k - 1];
    return expected !== undefined && keyOf(stateOf(rig.board)) === keyOf(expected);
  } finally {
    await rig.close();
  }
}
