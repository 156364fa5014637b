/** Where each topic comes from: the present state first, then what changes. */
import type { OtaEvent } from '../../preload/contract/ota.ts';
import type { Bench } from '../bench.ts';
import { listAppTypes } from '../ota/index.ts';
import type { Sources } from './dispatcher.ts';
import { gatherSaid } from './gather-said.ts';

/** News of requests are gathered for so long: a storm of boots is some messages and not thousands. */
const GATHER_MS = 100;

export function createSources(bench: Bench): Sources {
  return {
    boards(_, emit) {
      let asked = 0;
      const tell = async () => {
        const mine = ++asked;
        // A list that cannot be had now is told with the next change.
        const boards = await bench.ports.list().catch(() => null);
        if (boards === null || mine !== asked) return;
        // Told before the boards, so that a tile has its number when it is drawn. One that cannot be kept has it for now.
        await bench.settings.learnSlots(boards).catch(() => undefined);
        if (mine === asked) emit({ boards });
      };
      const stop = bench.ports.onChange(() => void tell());
      void tell();
      return () => {
        asked = Number.POSITIVE_INFINITY;
        stop();
      };
    },
    console({ port }, emit) {
      const gatherer = gatherSaid(emit);
      const stop = bench.boards.watch(port, gatherer.tell);
      return () => {
        stop();
        gatherer.stop();
      };
    },
    jobs: (_, emit) => bench.jobs.subscribe('all', emit),
    devices(_, emit) {
      emit({ type: 'all', devices: bench.registry.list() });
      return bench.registry.subscribe((change) =>
        emit(change.type === 'forgotten' ? change : { type: 'changed', device: change.device }),
      );
    },
    ota(_, emit) {
      let types = listAppTypes(bench.home.ota);
      const tell = () => {
        try {
          types = listAppTypes(bench.home.ota);
        } catch {
          // Whoever has news must not be hit: a folder that cannot be read now is read at the next change.
        }
        emit({ state: bench.ota.state, types });
      };
      const stopState = bench.ota.subscribeState(tell);
      const stopFiles = bench.ota.requests.subscribe((event) => {
        if (event.type === 'files-changed' && event.where === 'boot') tell();
      });
      emit({ state: bench.ota.state, types });
      return () => {
        stopState();
        stopFiles();
      };
    },
    requests(_, emit) {
      emit({ events: bench.ota.requests.recent() });
      let gathered: OtaEvent[] = [];
      let timer: NodeJS.Timeout | undefined;
      const tell = () => {
        timer = undefined;
        emit({ events: gathered.splice(0) });
      };
      const stop = bench.ota.requests.subscribe((event) => {
        gathered.push(event);
        timer ??= setTimeout(tell, GATHER_MS);
      });
      return () => {
        gathered = [];
        clearTimeout(timer);
        stop();
      };
    },
    settings(_, emit) {
      emit(bench.settings.present());
      return bench.settings.subscribe(emit);
    },
  };
}
