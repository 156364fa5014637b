/** What each call of the contract does with the bench. No work of its own: a line or two a call. */
import { platform } from 'node:os';
import { Failure } from '../../preload/contract/errors.ts';
import type { Bench } from '../bench.ts';
import { createAppType, dropHotfix, firmwareFiles, listApps, ownAddresses } from '../ota/index.ts';
import { checkOrder, listenForNetworks } from '../provisioning/index.ts';
import type { VirtualBoard } from '../virtual/index.ts';
import type { Handlers } from './dispatcher.ts';

export interface HandlerOptions {
  readonly version: string;
  readonly door: 'electron' | 'web';
}

const NOTHING = {};

export function createHandlers(bench: Bench, { version, door }: HandlerOptions): Handlers {
  const { files, jobs, ota, registry, settings } = bench;

  /** What no radio would take is refused here, and not at a device, where this computer has gone for it. */
  const chosen = ({ ssid, password }: { ssid: string; password?: string | undefined }) => {
    const site = { ssid, password: password ?? settings.passwordOf(ssid) };
    checkOrder({ site });
    return site;
  };

  return {
    'bench.about': async () => ({ version, door, platform: platform() }),

    'boards.addVirtual': async ({ kind }, { signal }) => ({
      port: await bench.addVirtualBoard(kind, { signal }),
    }),
    'boards.removeVirtual': async ({ port }) => {
      const board = virtualBoard(bench, port);
      await bench.virtual?.removeBoard(board);
      return NOTHING;
    },
    'boards.diagnose': ({ port, reach }, { signal, onProgress }) =>
      bench.diagnose(port, { reach, signal, onProgress }),
    'boards.survey': async () => ({ findings: await bench.survey() }),
    'boards.replug': async ({ seconds }, { signal }) => ({
      findings: await bench.replug({ limitMs: seconds * 1000, signal }),
    }),
    'boards.scanWifi': ({ port }, { signal }) => listenForNetworks(bench.boards, port, { signal }),

    'boards.type': async ({ port, text }, { signal }) => {
      await bench.boards.type(port, text, { signal });
      return NOTHING;
    },

    'field.ability': (_, { signal }) => bench.fieldAbility({ signal }),
    'field.scan': (_, { signal }) => bench.fieldScan({ signal }),
    'jobs.field': async ({ network, ...order }) => ({
      job: bench.fieldSetup({ ...order, network: network === undefined ? null : chosen(network) }),
    }),
    'jobs.chooseNetwork': async ({ job, ...network }) => {
      jobs.answerNetwork(job, chosen(network));
      return NOTHING;
    },
    'jobs.listenAgain': async ({ job }) => {
      jobs.listenAgain(job);
      return NOTHING;
    },
    'jobs.giveWifi': async ({ port, ...network }) => ({
      job: await bench.giveWifi({ port, network: chosen(network) }),
    }),
    'boards.restart': async ({ port }, { signal }) => {
      await files.restart(port, { signal });
      return NOTHING;
    },
    'boards.listFiles': ({ port, folder }, { signal }) => files.list(port, folder, { signal }),
    'boards.readFile': async ({ port, name }, how) => ({
      content: Buffer.from(await files.read(port, name, how)).toString('base64'),
    }),
    'boards.writeFiles': async ({ port, files: given }, how) => {
      const decoded = given.map(({ name, content }) => ({ name, content: Buffer.from(content, 'base64') }));
      const { written, unchanged } = await files.write(port, decoded, how);
      return { written: [...written], unchanged: [...unchanged] };
    },
    'boards.removeFiles': async ({ port, names }, { signal }) => {
      await files.remove(port, names, { signal });
      return NOTHING;
    },
    'boards.run': ({ port, source }, { signal }) => files.run(port, source, { signal }),
    'boards.compare': ({ port, ...standard }, { signal }) => bench.compare(port, standard, { signal }),

    'jobs.repair': async ({ port, remove, ...standard }) => ({
      job: await bench.repair(port, standard, { remove }),
    }),
    'jobs.readGolden': async ({ port, name, existing = 'refuse' }) => ({
      job: bench.readGolden(port, name, { existing }),
    }),
    'jobs.provision': async ({ port, recipe, ssid, password, foreign }) => {
      const site = { ssid, password: password ?? settings.passwordOf(ssid) };
      await settings.noteChosen(ssid);
      return { job: await bench.provision({ port, recipe, site, foreign }) };
    },
    'jobs.factoryReset': async ({ deviceId }) => ({ job: bench.factoryReset(registry.find(deviceId)) }),
    'jobs.retry': async ({ job }) => ({ job: await jobs.retry(job) }),
    'jobs.cancel': async ({ job }) => {
      jobs.cancel(job);
      return NOTHING;
    },
    'jobs.answer': async ({ job, yes }) => {
      jobs.answer(job, yes);
      return NOTHING;
    },

    'device.status': ({ deviceId }, { signal }) => bench.device(deviceId).status({ signal }),
    'device.info': ({ deviceId }, { signal }) => bench.device(deviceId).info({ signal }),
    'device.config': ({ deviceId }, { signal }) => bench.device(deviceId).config({ signal }),
    'device.setConfig': ({ deviceId, changes }, { signal }) =>
      bench.device(deviceId).mergeConfig(changes, { signal }),
    'device.logs': ({ deviceId }, { signal }) => bench.device(deviceId).logs({ signal }),
    'device.log': async ({ deviceId, name, lines }, { signal }) => ({
      text: await bench.device(deviceId).log(name, lines, { signal }),
    }),
    'device.endpoints': ({ deviceId }, { signal }) => bench.device(deviceId).endpoints({ signal }),
    'device.read': ({ deviceId, path }, { signal }) => bench.device(deviceId).read(path, { signal }),
    'device.identify': async ({ deviceId }, { signal }) => {
      await bench.device(deviceId).identify({ signal });
      return NOTHING;
    },
    'device.restart': async ({ deviceId }, { signal }) => {
      await bench.device(deviceId).restart({ signal });
      return NOTHING;
    },
    'device.forget': async ({ deviceId }) => {
      await registry.forget(deviceId);
      return NOTHING;
    },
    'device.assignType': async ({ deviceId, appType }) => {
      await registry.assignAppType(deviceId, appType);
      return NOTHING;
    },
    'device.setAddress': ({ deviceId, address }) => registry.setAddress(deviceId, address),

    'ota.start': async () => {
      await bench.startOta();
      return NOTHING;
    },
    'ota.stop': async () => {
      await ota.stop();
      return NOTHING;
    },
    'ota.addresses': async () => ownAddresses(),
    'ota.apps': () => listApps(bench.firmware),
    'ota.createType': async ({ name, app }) => {
      await createAppType(bench.home.ota, name, await firmwareFiles(bench.firmware, app));
      return NOTHING;
    },
    'ota.dropHotfix': async ({ deviceId, files }) => {
      await dropHotfix(bench.home.ota, registry.find(deviceId).deviceId, files);
      return NOTHING;
    },
    'ota.dropOverlay': async ({ deviceId }) => {
      await ota.dropOverlay(deviceId);
      return NOTHING;
    },

    'settings.saveRecipe': async ({ recipe }) => {
      await settings.saveRecipe(recipe);
      return NOTHING;
    },
    'settings.removeRecipe': async ({ name }) => {
      await settings.removeRecipe(name);
      return NOTHING;
    },
    'settings.saveSite': async ({ ssid, password }) => {
      await settings.saveSite(ssid, password);
      return NOTHING;
    },
    'settings.removeSite': async ({ ssid }) => {
      await settings.removeSite(ssid);
      return NOTHING;
    },
    'settings.saveOta': async (wanted) => {
      await settings.saveOta(wanted);
      return NOTHING;
    },
    'settings.saveSlot': async (wanted) => {
      await settings.saveSlot(wanted);
      return NOTHING;
    },
    'settings.forgetSlot': async ({ location }) => {
      await settings.forgetSlot(location);
      return NOTHING;
    },
  };
}

function virtualBoard(bench: Bench, port: string): VirtualBoard {
  const found = bench.virtual?.boards.find((board) => board.path === port);
  if (!found) throw new Failure('port-not-found', { port });
  return found;
}
