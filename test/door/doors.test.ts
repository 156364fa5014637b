/** The suite over the doors that need no network. */
import type { Dispatcher } from '../../main/door/dispatcher.ts';
import { type DoorRig, doorSuite } from '../suites/door-suite.ts';
import { memoryPair, type Pair, portPair } from './pairs.ts';

function pairRig(dispatcher: Dispatcher, makePair: () => Pair): DoorRig {
  const pairs = new Set<Pair>();
  const cut = async () => {
    const gone = [...pairs].map(([near, far]) => {
      const closed = new Promise<void>((resolve) => near.onClose(resolve));
      far.close();
      return closed;
    });
    pairs.clear();
    await Promise.all(gone);
  };
  return {
    async connect() {
      const pair = makePair();
      pairs.add(pair);
      dispatcher.attach(pair[1]);
      return pair[0];
    },
    cut,
    close: cut,
  };
}

doorSuite('a door in memory', async (dispatcher) => pairRig(dispatcher, memoryPair));
doorSuite('a door of MessagePorts', async (dispatcher) => pairRig(dispatcher, portPair));
