/**
 * Who may import whom, as data: each rule with its reason, which is what a developer reads when it is broken.
 * The picture behind it: `renderer → preload/contract ← main`, and inside `main` rooms with one door each.
 */

/** What an import leads to. Paths are relative to the repository, with forward slashes. */
export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly typeOnly: boolean }
  | { readonly kind: 'package'; readonly name: string; readonly typeOnly: boolean }
  | { readonly kind: 'builtin'; readonly name: string; readonly typeOnly: boolean };

export interface Rule {
  readonly name: string;
  readonly reason: string;
  readonly from: (path: string) => boolean;
  readonly forbids: (target: Target, from: string) => boolean;
}

const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));
const isOne =
  (...files: string[]) =>
  (path: string) =>
    files.includes(path);
const leadsTo = (target: Target, test: (path: string) => boolean) =>
  target.kind === 'file' && test(target.path);
const isPackage = (target: Target, ...names: string[]) =>
  target.kind === 'package' && names.includes(target.name);

/** The folders of `main` that are no rooms: they stand above them. */
const ABOVE = ['cli', 'door', 'shell'];

/** The room of `main` in which a file lives. */
export function roomOf(path: string): string | undefined {
  const room = /^main\/([^/]+)\//.exec(path)?.[1];
  return room === undefined || ABOVE.includes(room) ? undefined : room;
}

/** The only files that know Electron. */
export function knowsElectron(path: string): boolean {
  return (
    within('main/shell')(path) ||
    isOne('main/desktop.ts', 'main/door/electron-door.ts', 'preload/electron.ts')(path)
  );
}

/** `dependencies`: the names that package.json lists as such. */
export function rules(dependencies: ReadonlySet<string>): Rule[] {
  return [
    {
      name: 'contract stands alone',
      reason:
        'preload/contract is what both sides agree on; it imports nothing but zod, so that either side can load it',
      from: within('preload/contract'),
      forbids: (target) =>
        target.kind === 'file' ? !within('preload/contract')(target.path) : !isPackage(target, 'zod'),
    },
    {
      name: 'preload is a doorway',
      reason:
        'preload passes messages through and has no logic: it knows the contract, neither main nor renderer',
      from: within('preload'),
      forbids: (target) => leadsTo(target, within('main', 'renderer')),
    },
    {
      name: 'renderer runs in a page',
      reason: 'the renderer runs in a browser as well, where there is neither Node nor Electron',
      from: within('renderer'),
      forbids: (target) => target.kind === 'builtin' || isPackage(target, 'electron'),
    },
    {
      name: 'renderer speaks through the contract',
      reason: 'the page calls and subscribes over a door; of main and preload it knows the contract only',
      from: within('renderer'),
      forbids: (target) =>
        leadsTo(target, within('main')) ||
        leadsTo(target, (path) => within('preload')(path) && !within('preload/contract')(path)),
    },
    {
      name: 'components take props',
      reason: 'a component that knows no store, api or feature can be shown, tested and used again anywhere',
      from: within('renderer/components'),
      forbids: (target) => leadsTo(target, within('renderer/stores', 'renderer/api', 'renderer/features')),
    },
    {
      name: 'text is only text',
      reason: 'sentences are read by the page and by the command line, so they need nothing but the contract',
      from: within('renderer/text'),
      forbids: (target) =>
        target.kind !== 'file' || !within('renderer/text', 'preload/contract')(target.path),
    },
    {
      name: 'main reads only the text of the renderer',
      reason:
        'the commands, headless.ts and the desktop shell say the sentences of renderer/text; nothing else of main knows the renderer',
      from: within('main'),
      forbids: (target, from) =>
        leadsTo(target, within('renderer')) &&
        !(
          leadsTo(target, within('renderer/text')) &&
          (within('main/cli', 'main/shell')(from) || isOne('main/headless.ts', 'main/desktop.ts')(from))
        ),
    },
    {
      name: 'electron stays in the shell',
      reason:
        'only desktop.ts, shell/, door/electron-door.ts and preload/electron.ts know Electron; the rest runs in plain Node',
      from: (path) => !knowsElectron(path),
      forbids: (target) => isPackage(target, 'electron'),
    },
    {
      name: 'rooms know no door',
      reason:
        'a room publishes and does not ask who listens: doors, shell, commands and entries stand above it',
      from: (path) => roomOf(path) !== undefined,
      forbids: (target) =>
        leadsTo(target, within(...ABOVE.map((folder) => `main/${folder}`))) ||
        leadsTo(target, isOne('main/bench.ts', 'main/headless.ts', 'main/desktop.ts')),
    },
    {
      name: 'a room has one face',
      reason: 'a room is used through its index.ts, so that its inside can change without anybody noticing',
      from: within('main'),
      forbids: (target, from) =>
        leadsTo(target, (path) => {
          const room = roomOf(path);
          return room !== undefined && room !== roomOf(from) && path !== `main/${room}/index.ts`;
        }),
    },
    {
      name: 'provisioning stands on the rooms',
      reason: 'provisioning ties the rooms together; a room that used it would tie itself to all the others',
      from: (path) => roomOf(path) !== undefined && roomOf(path) !== 'provisioning',
      forbids: (target) => leadsTo(target, within('main/provisioning')),
    },
    {
      name: 'tests stay at home',
      reason: 'shipped code never needs test/: it is not packed',
      from: () => true,
      forbids: (target) =>
        leadsTo(target, within('test')) || isPackage(target, 'vitest', 'playwright-core', 'happy-dom'),
    },
    {
      name: 'what runs is packed',
      reason:
        'only "dependencies" of package.json are packed with the app; what main imports at run time belongs there',
      from: within('main'),
      forbids: (target) =>
        target.kind === 'package' &&
        !target.typeOnly &&
        target.name !== 'electron' &&
        !dependencies.has(target.name),
    },
  ];
}

/** The rules that need the whole picture and not one import; `check.ts` follows them. */
export const WHOLE_RULES = {
  headless: {
    name: 'headless never meets electron',
    reason:
      'importing Electron in plain Node tries to download it and throws; nothing that headless.ts reaches may',
  },
  cycle: {
    name: 'no cycles',
    reason: 'files in a circle cannot be understood, tested or moved one by one; type-only imports count',
  },
  readable: {
    name: 'imports can be read',
    reason: 'an import whose target only running the code would tell cannot be held to any rule',
  },
  exists: {
    name: 'imports lead somewhere',
    reason: 'a relative import names a file with its extension, as Node wants it',
  },
} as const;

/** Files that may import what only running them tells, each with its reason. Nothing of ours is reached that way. */
export const UNREADABLE: ReadonlyMap<string, string> = new Map([
  [
    'main/virtual/vm/worker.ts',
    'a worker made from stripped source has no place to resolve packages from, so it is told where the VM lies',
  ],
]);
