/**
 * The bench: every service, built once. Both entries (the desktop app and the command line) call this and nothing else.
 * Long because all of them are tied together here, and nowhere else.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoardComparison } from '../preload/contract/boards.ts';
import {
  type Diagnosis,
  type DoctorReach,
  doctorStepName,
  type FindingData,
  findingData,
} from '../preload/contract/doctor.ts';
import { Failure } from '../preload/contract/errors.ts';
import type { AccessPoint, FieldAbility } from '../preload/contract/field.ts';
import type { BoardKind, Device, Presets, Recipe } from '../preload/contract/models.ts';
import type { WorkOptions } from '../preload/contract/work.ts';
import { type BoardFiles, type Boards, createBoardFiles, createBoards } from './boards/index.ts';
import {
  createDeviceClient,
  createRegistry,
  type DeviceClient,
  isAddress,
  type Registry,
} from './devices/index.ts';
import { createDoctor } from './doctor/index.ts';
import { type Home, openHome } from './home.ts';
import { createJobRunner, type JobRunner } from './jobs/index.ts';
import {
  createAppType,
  createOtaServer,
  defaultAddress,
  firmwareFiles,
  isAppTypeName,
  type Keys,
  type OtaServer,
  openKeys,
  type PinnedKey,
  pinsOf,
  putAppType,
} from './ota/index.ts';
import {
  abilityOf,
  CABLE_WIFI_PHASES,
  type CableWifiRequest,
  checkOrder,
  compareBoard,
  createAppTypes,
  DEVICE_SSID,
  FIELD_PHASES,
  type FieldRequest,
  factoryReset,
  fieldSetup,
  GOLDEN_PHASES,
  leanOf,
  PROVISION_PHASES,
  type ProvisionRequest,
  provision,
  REPAIR_PHASES,
  RESET_PHASES,
  readGolden,
  repair,
  type Site,
  type Wanted,
  wantedOf,
  wifiByCable,
} from './provisioning/index.ts';
import { openRecords, type Records, savePassport, savePins } from './records/index.ts';
import { outsideArchive, RESOURCES } from './resources.ts';
import { combinePorts, type PortSource, thisSystem, untilPlugged, usbPorts } from './serial/index.ts';
import { type BenchSettings, createSettings, type SecretKeeping } from './settings/index.ts';
import { VIRTUAL_SITE, type VirtualBench } from './virtual/index.ts';
import {
  besideAdapter,
  computerAdapter,
  computerLock,
  createVisitor,
  type Visitor,
  type WifiAdapter,
} from './wifi/index.ts';

/** Nobody waits longer for a window. */
const COME_HOME_MS = 15_000;

export interface BenchOptions {
  /** Data folder; the system's usual place when not given. */
  readonly home?: string | undefined;
  readonly ota?: {
    /** Address to listen on; this computer only when not given. */
    readonly host?: string | undefined;
    /** 0 lets the system choose. */
    readonly port?: number | undefined;
    readonly heartbeatIntervalMs?: number | undefined;
  };
  /** Boards without hardware. */
  readonly virtual?: VirtualBench | undefined;
  /**
   * Whose Wi-Fi joins access points. `computer`: its own, and that of the virtual boards beside it. Without it the virtual one alone
   * where there are virtual boards, so that a rehearsal switches nothing.
   */
  readonly wifi?: 'computer' | 'virtual' | undefined;
  /** How the passwords of sites are kept; in memory, without it. */
  readonly secrets?: SecretKeeping | undefined;
  /** `none` leaves the computer's own ports alone. */
  readonly usb?: 'all' | 'none' | undefined;
  /** Folder with `boot.py`, `platform/` and `apps/`. */
  readonly firmware?: string | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

export interface ProvisionOrder {
  readonly port: string;
  readonly recipe: Recipe;
  readonly site: Site;
  /** Base URL of the API as the board will reach it; this bench's own server when not given. */
  readonly api?: string | undefined;
  readonly apPassword?: string | undefined;
  /** What becomes of files that somebody else put on the board. Default `ask`. */
  readonly foreign?: 'ask' | 'back-up' | 'overwrite' | undefined;
}

/** What a board is held beside: an app type, and the presets of a recipe where there are some. */
export interface Standard {
  readonly appType: string;
  readonly config?: Presets | undefined;
}

export interface Bench {
  readonly home: Home;
  readonly records: Records;
  readonly registry: Registry;
  readonly ota: OtaServer;
  readonly jobs: JobRunner;
  readonly ports: PortSource;
  /** Who works on which board, and what their consoles say. */
  readonly boards: Boards;
  /** What a person does with the files of a board. */
  readonly files: BoardFiles;
  readonly wifi: WifiAdapter;
  /** The way to a device's own network, and home. */
  readonly visitor: Visitor;
  readonly virtual: VirtualBench | undefined;
  readonly settings: BenchSettings;
  /** Folder with `boot.py`, `platform/` and `apps/`. */
  readonly firmware: string;
  /** Adds a virtual board, and a Wi-Fi for it where there is none. Resolves when its port is there. */
  addVirtualBoard(kind: BoardKind, options?: { signal?: AbortSignal }): Promise<string>;
  /** Starts the OTA server as the settings say. @throws Failure as `OtaServer.start` */
  startOta(): Promise<void>;
  /**
   * Starts a job, whose result is a `Passport`. The OTA server is started first when it is the bench's own.
   * @throws Failure `bad-input`, `keys-missing`, `keys-file`, and as `OtaServer.start`
   */
  provision(order: ProvisionOrder): Promise<string>;
  /** How this computer gets to a device's own network: by itself, or by a person's hand. */
  fieldAbility(options: { signal: AbortSignal }): Promise<FieldAbility>;
  /** Access points of devices. @throws Failure as `WifiAdapter.scan` */
  fieldScan(options: { signal: AbortSignal }): Promise<AccessPoint[]>;
  /** Starts a job, whose result is a `FieldResult`. */
  fieldSetup(request: FieldRequest): string;
  /**
   * Starts a job that gives a board another Wi-Fi by its cable; its result is a `CableWifiResult`.
   * @throws Failure `bad-input`, `board-in-loader`, `board-in-use`
   */
  giveWifi(request: CableWifiRequest): Promise<string>;
  /**
   * Finds out why a board does not do what it should; the doctor's findings are no Failures.
   * @throws Failure `board-in-use` while a job has it, and the signal's reason
   */
  diagnose(port: string, options: WorkOptions & { readonly reach: DoctorReach }): Promise<Diagnosis>;
  /** What is on USB and has no port, or that there is nothing at all. */
  survey(): Promise<FindingData[]>;
  /** What changes on USB while a person unplugs a board and plugs it in again. @throws the signal's reason */
  replug(options: { readonly limitMs: number; readonly signal: AbortSignal }): Promise<FindingData[]>;
  /** Starts a job, whose result is where the device stands afterwards. */
  factoryReset(device: Device): string;
  /** How a board differs from what it should be; it starts anew. @throws Failure `app-type-unknown`, `app-type-empty`, as `Boards.work` */
  compare(port: string, standard: Standard, options: { signal: AbortSignal }): Promise<BoardComparison>;
  /**
   * Starts a job that writes the difference; its result is the `BoardComparison` afterwards. `remove`: files to go.
   * @throws Failure `app-type-unknown`, `app-type-empty`, `board-in-use`
   */
  repair(port: string, standard: Standard, options: { remove: readonly string[] }): Promise<string>;
  /**
   * Starts a job that makes an app type and a recipe of a board; its result is a `GoldenResult`.
   * @throws Failure `app-type-invalid`, `golden-exists`, `board-in-use`
   */
  readGolden(port: string, name: string, options: { existing: 'refuse' | 'replace' }): string;
  /** What `compare` and `repair` hold a board beside. @throws Failure `app-type-unknown`, `app-type-empty` */
  wanted(standard: Standard): Promise<Wanted>;
  /** Makes an app type of the firmware in this program when there is none of that name. */
  offerApp(app: string): Promise<void>;
  /** Ends visits to devices' networks and what is left of earlier ones: before the computer sleeps, and when it wakes. Never throws. */
  comeHome(): Promise<void>;
  /** By id, MAC or address. @throws Failure `device-unknown`, `device-unreachable` */
  device(text: string): DeviceClient;
  close(): Promise<void>;
}

/** The doctor's steps, in their order. */
const STEPS = doctorStepName.options;

/** @throws Failure `data-folder`, `key-file-refused`, `key-file-wrong` */
export async function createBench(options: BenchOptions = {}): Promise<Bench> {
  const { virtual, log = () => {} } = options;
  const firmware = options.firmware ?? RESOURCES.firmware;
  const home = openHome(options.home);
  const wifi = adapterOf(options);
  const visitor = createVisitor({ adapter: wifi, folder: home.folder, ...lockOf(options) });
  // Before anything else: an earlier start may have ended in a place where nothing here can be reached, and this one may fail.
  const cameHome = await comeHome(visitor, log);
  const records = await openRecords(home.database);
  const registry = await createRegistry(records, { onError: (error) => log(`registry: ${String(error)}`) });
  const keys = openKeys({ path: home.keys, base: home.ota });
  const ota = createOtaServer({
    base: home.ota,
    keys,
    registry,
    records,
    host: options.ota?.host ?? '127.0.0.1',
    port: options.ota?.port ?? 0,
    ...(options.ota?.heartbeatIntervalMs === undefined
      ? {}
      : { heartbeatIntervalMs: options.ota.heartbeatIntervalMs }),
    // A virtual board speaks from this computer and is reached through a port of it.
    resolveAddress: (seen) =>
      (seen.claimed === null ? undefined : virtual?.addressFor(seen.claimed)) ?? defaultAddress(seen),
    log,
  });
  const sources = [
    ...(options.usb === 'none' ? [] : [usbPorts()]),
    ...(virtual === undefined ? [] : [virtual.ports]),
  ];
  const ports = combinePorts(...sources);
  const boards = createBoards(ports);
  const doctor = createDoctor({
    ports,
    system: thisSystem(),
    rules: outsideArchive(RESOURCES.udevRules),
  });
  const settings = await createSettings(records, {
    secrets: options.secrets,
    log,
    dataFolder: home.folder,
    otaBase: home.ota,
    ota: {
      host: options.ota?.host ?? '127.0.0.1',
      port: options.ota?.port ?? 0,
      heartbeatIntervalMs: options.ota?.heartbeatIntervalMs ?? null,
    },
  });
  const jobs = createJobRunner({ log });

  // What this start was asked for comes before what was once saved.
  const startOta = async () => {
    const saved = settings.present().ota;
    const heartbeat = options.ota?.heartbeatIntervalMs ?? saved.heartbeatIntervalMs;
    const on = await ota.start({
      host: options.ota?.host ?? saved.host,
      port: options.ota?.port ?? saved.port,
      ...(heartbeat === null ? {} : { heartbeatIntervalMs: heartbeat }),
    });
    virtual?.radio.setHost(on.host);
    return on;
  };
  /** A virtual board reaches this computer as the gateway of its network; a real one by the address listened on. */
  const apiFor = async (path: string, site: Site): Promise<string> => {
    const { port, url } = await startOta();
    const isVirtual = virtual?.boards.some((board) => board.path === path);
    const gateway = isVirtual ? virtual?.radio.gateway(site.ssid) : undefined;
    return gateway === undefined ? url : `http://${gateway}:${port}/iot`;
  };

  const leanBootPy = async () => Buffer.from(leanOf(await readFile(join(firmware, 'boot.py'), 'utf8')));
  const wanted = async (standard: Standard) =>
    wantedOf(standard, { appTypes: createAppTypes(ota.tree), bootPy: await leanBootPy() });

  const bench: Bench = {
    home,
    records,
    registry,
    ota,
    jobs,
    ports,
    boards,
    files: createBoardFiles(boards),
    wifi,
    visitor,
    virtual,
    settings,
    firmware,
    async addVirtualBoard(kind, { signal = new AbortController().signal } = {}) {
      if (!virtual)
        throw new Failure('bad-input', { field: 'kind', problem: 'this bench has no virtual boards' });
      if (virtual.radio.heard().length === 0) {
        virtual.radio.addNetwork(VIRTUAL_SITE);
        await settings.saveSite(VIRTUAL_SITE.ssid, VIRTUAL_SITE.password);
      }
      const board = virtual.addBoard({ kind });
      await untilPlugged(ports, board.path, signal);
      return board.path;
    },
    async startOta() {
      await startOta();
    },
    async provision({ api, ...order }) {
      checkOrder(order);
      await refuseInLoader(ports, order.port);
      const otaKeys = keysToPin(keys, order.recipe, api === undefined ? 'own' : 'foreign');
      const request: ProvisionRequest = {
        ...order,
        otaKeys,
        api: api ?? (await apiFor(order.port, order.site)),
      };
      const deps = {
        boards,
        wifi,
        visitor,
        registry,
        appTypes: createAppTypes(ota.tree),
        bootPy: await leanBootPy(),
        backups: home.backups,
        savePassport: (passport: Parameters<typeof savePassport>[1]) => savePassport(records, passport),
        savePins: (mac: string, keyIds: readonly string[]) => savePins(records, mac, keyIds),
        now: Date.now,
      };
      return jobs.start({
        kind: 'provision',
        board: order.port,
        order: { recipe: order.recipe, ssid: order.site.ssid },
        phases: PROVISION_PHASES,
        work: (ctx) => provision(ctx, request, deps),
        // The server, its address and its keys may have changed.
        again: () => bench.provision(api === undefined ? order : { ...order, api }),
      });
    },
    fieldAbility: async (how) => ({ ...(await abilityOf(wifi, how)), cameHome }),
    async fieldScan(how) {
      const heard = await wifi.scan(how);
      return heard.filter(({ ssid }) => DEVICE_SSID.test(ssid)).sort((a, b) => b.rssi - a.rssi);
    },
    fieldSetup(request) {
      if (request.network !== null) checkOrder({ site: request.network });
      return jobs.start({
        kind: 'field',
        // What it has is not a board but this computer's Wi-Fi.
        board: `wifi:${request.ssid}`,
        phases: FIELD_PHASES,
        work: (ctx) => fieldSetup(ctx, request, { wifi, visitor, registry, records, now: Date.now }),
      });
    },
    async giveWifi(request) {
      checkOrder({ site: request.network });
      await refuseInLoader(ports, request.port);
      return jobs.start({
        kind: 'give-wifi',
        board: request.port,
        phases: CABLE_WIFI_PHASES,
        work: (ctx) => wifiByCable(ctx, request, boards),
      });
    },
    diagnose: (port, { reach, signal, onProgress }) =>
      boards.lend(port, { who: 'doctor', signal }, (either) =>
        doctor.diagnose(port, {
          reach,
          signal: either,
          onStep: (step) => onProgress?.({ done: STEPS.indexOf(step), total: STEPS.length, what: step }),
        }),
      ),
    survey: async () => (await doctor.survey()).map(findingData),
    async replug({ limitMs, signal }) {
      const found = await doctor.replug(AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
      signal.throwIfAborted();
      return found.map(findingData);
    },
    factoryReset: (device) =>
      jobs.start({
        kind: 'factory-reset',
        board: device.deviceId,
        phases: RESET_PHASES,
        work: (ctx) => factoryReset(ctx, device, { wifi }),
      }),
    wanted,
    compare: async (port, standard, { signal }) =>
      compareBoard(boards, port, { appType: standard.appType, wanted: await wanted(standard), signal }),
    async repair(port, standard, { remove }) {
      const request = { port, appType: standard.appType, wanted: await wanted(standard), remove };
      return jobs.start({
        kind: 'repair',
        board: port,
        phases: REPAIR_PHASES,
        work: (ctx) => repair(ctx, request, boards),
      });
    },
    readGolden(port, name, { existing }) {
      if (!isAppTypeName(name)) throw new Failure('app-type-invalid', { appType: name });
      const isTaken =
        ota.tree.names().includes(name) || settings.present().recipes.some((recipe) => recipe.name === name);
      if (isTaken && existing === 'refuse') throw new Failure('golden-exists', { name });
      const deps = {
        boards,
        saveAppType: (appType: string, files: Readonly<Record<string, Uint8Array>>) =>
          putAppType(home.ota, appType, files),
        saveRecipe: settings.saveRecipe,
      };
      return jobs.start({
        kind: 'read-golden',
        board: port,
        phases: GOLDEN_PHASES,
        work: (ctx) => readGolden(ctx, { port, name }, deps),
      });
    },
    async offerApp(app) {
      if (ota.tree.names().includes(app)) return;
      try {
        await createAppType(home.ota, app, await firmwareFiles(firmware, app));
      } catch (error) {
        // Another program on the same folder was faster: what is wanted is there.
        if (!ota.tree.names().includes(app)) throw error;
      }
    },
    async comeHome() {
      await visitor.endVisits(new Failure('computer-slept', {}));
      await comeHome(visitor, log);
    },
    device(text) {
      const known = findKnown(registry, text);
      const address = known?.address ?? (isAddress(text) ? text : null);
      if (address === null) throw new Failure('device-unreachable', { device: text, address: 'unknown' });
      return createDeviceClient({ address, name: known?.deviceId ?? text });
    },
    async close() {
      // One that fails does not keep the next from ending; the first failure is told.
      const ends = [
        () => jobs.shutdown(),
        () => boards.close(),
        () => ota.stop(),
        async () => virtual?.close(),
        () => registry.flush(),
        () => records.close(),
      ];
      const failed: unknown[] = [];
      for (const end of ends) await end().catch((error: unknown) => failed.push(error));
      if (failed.length > 0) throw failed[0];
    },
  };
  return bench;
}

function adapterOf({ virtual, wifi }: BenchOptions): WifiAdapter {
  if (virtual === undefined) return computerAdapter();
  return wifi === 'computer' ? besideAdapter(computerAdapter(), virtual.wifi) : virtual.wifi;
}

/** The virtual radio is each program's own; the computer's is one, whatever folders programs have. */
function lockOf({ virtual, wifi }: BenchOptions): { readonly lockPath?: string } {
  return virtual === undefined || wifi === 'computer' ? { lockPath: computerLock() } : {};
}

/** Ends what an earlier start left of a visit; null when it left nothing, or another program has the Wi-Fi. */
async function comeHome(visitor: Visitor, log: (line: string) => void): Promise<FieldAbility['cameHome']> {
  try {
    const done = await visitor.recover({ signal: AbortSignal.timeout(COME_HOME_MS) });
    return done && { ssid: done.ssid, home: done.home.name, how: done.how };
  } catch (error) {
    log(`wifi: what an earlier start left could not be ended: ${String(error)}`);
    return null;
  }
}

/**
 * A server elsewhere may not sign, so a board that goes there pins keys only when it is told to.
 * @throws Failure `keys-missing` when it is told to and there are none, `keys-file`
 */
function keysToPin(keys: Keys, { otaKeys }: Recipe, server: 'own' | 'foreign'): PinnedKey[] {
  if (otaKeys === 'none' || (otaKeys === undefined && server === 'foreign')) return [];
  const pins = pinsOf(keys.look());
  if (otaKeys === 'pin' && pins.length === 0) throw new Failure('keys-missing', {});
  return pins;
}

/** @throws Failure `board-in-loader`: nothing runs on it that could be asked */
async function refuseInLoader(ports: PortSource, port: string): Promise<void> {
  const loader = (await ports.list()).find(({ path }) => path === port)?.loader;
  if (loader !== undefined) throw new Failure('board-in-loader', { port, loader: loader.type });
}

/** An address that nobody registered may still be a device's. */
function findKnown(registry: Registry, text: string): Device | undefined {
  try {
    return registry.find(text);
  } catch (error) {
    if (isAddress(text)) return undefined;
    throw error;
  }
}
