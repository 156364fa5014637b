/**
 * Electron's side of the shell for tests: windows whose pages are JavaScript contexts with the real preload script, and
 * IPC that copies what it carries. `vi.mock` or `vi.doMock` puts `electron` in the place of the package.
 *
 * It knows what the shell uses and no more, and what it does is as Electron's documentation says, not as Electron was
 * seen to do.
 */
import { EventEmitter } from 'node:events';
import { createContext, runInContext } from 'node:vm';
import { vi } from 'vitest';

export class FakeFrame {
  readonly parent: FakeFrame | null;
  origin: string;
  constructor(origin: string, parent: FakeFrame | null = null) {
    this.origin = origin;
    this.parent = parent;
  }
}

export interface FakePage {
  /** What the preload script put on `window`. */
  readonly window: Record<string, unknown>;
  /** What arrives over IPC, for the preload script. */
  readonly incoming: EventEmitter;
}

/** Runs the preload script anew, as each document does, with an Electron of its own page. */
async function runPreload(contents: FakeContents, page: FakePage): Promise<void> {
  vi.doMock('electron', () => ({
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        page.window[name] = api;
      },
    },
    ipcRenderer: {
      send: (channel: string, ...args: unknown[]) => contents.receive(channel, args),
      on: (channel: string, listener: (...args: unknown[]) => void) => page.incoming.on(channel, listener),
      off: (channel: string, listener: (...args: unknown[]) => void) => page.incoming.off(channel, listener),
    },
  }));
  vi.resetModules();
  await import('../../preload/electron.ts');
}

export class FakeContents extends EventEmitter {
  readonly ipc = new EventEmitter();
  readonly mainFrame = new FakeFrame('null');
  page: FakePage | undefined;
  windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined;
  destroyed = false;
  reloads = 0;

  constructor() {
    super();
    fake.app.emit('web-contents-created', {}, this);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  /** To the page, if there is still one when it arrives. */
  send(channel: string, ...args: unknown[]): void {
    const copies = structuredClone(args);
    const { page } = this;
    queueMicrotask(() => page?.incoming.emit(channel, {}, ...copies));
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }

  reload(): void {
    this.reloads++;
  }

  async loadURL(url: string): Promise<void> {
    const scheme = url.slice(0, url.indexOf(':'));
    const handler = fake.handlers.get(scheme);
    if (handler === undefined) throw new Error(`nobody serves ${scheme}`);
    const response = await handler(new Request(url.replace(/^app:/, 'http:')), url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    this.mainFrame.origin = /^\w+:\/\/[^/]+/.exec(url)?.[0] ?? 'null';
    await this.openPage();
    this.emit('did-navigate', {}, url);
  }

  /** A new document in this window, with its own preload script. */
  async openPage(): Promise<FakePage> {
    const page: FakePage = { window: {}, incoming: new EventEmitter() };
    this.page = page;
    await runPreload(this, page);
    return page;
  }

  /** From a page: a message as `ipcRenderer.send` makes it. */
  receive(channel: string, args: unknown[], senderFrame: FakeFrame | null = this.mainFrame): void {
    const copies = structuredClone(args);
    queueMicrotask(() => this.ipc.emit(channel, { senderFrame }, ...copies));
  }

  /** In a context of its own: the page's `window`, a document with some text, timers. */
  async executeJavaScript(script: string): Promise<unknown> {
    const window = this.page?.window;
    const document = { body: { innerText: 'Bench' } };
    const context = createContext({ window, document, setTimeout, Date, Event, Promise, JSON });
    return structuredClone(await runInContext(script, context));
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: Record<string, unknown>;
  readonly calls: string[] = [];
  bounds = { x: 10, y: 20, width: 1200, height: 800 };
  maximized = false;
  minimized = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    fake.windows.push(this);
  }

  isDestroyed = () => false;
  isMaximized = () => this.maximized;
  isMinimized = () => this.minimized;
  getNormalBounds = () => this.bounds;
  maximize = () => void this.calls.push('maximize');
  restore = () => void this.calls.push('restore');
  show = () => void this.calls.push('show');
  focus = () => void this.calls.push('focus');
}

class FakeApp extends EventEmitter {
  isPackaged = true;
  readonly paths = new Map<string, string>();
  hasLock = true;
  /** Resolves with the exit code. */
  exited = Promise.withResolvers<number>();

  whenReady = async () => {};
  getVersion = () => '1.2.3';
  setPath = (name: string, path: string) => void this.paths.set(name, path);
  requestSingleInstanceLock = () => this.hasLock;
  exit = (code: number) => this.exited.resolve(code);
}

type Handler = (request: Request, url: string) => Response | Promise<Response>;
type Decide = (...args: never[]) => unknown;

/** Electron's `safeStorage` with a seal that a test can see through. */
class FakeKeyStore {
  available = true;
  backend = 'gnome_libsecret';
  /** What Chromium marks its seals with: `v10` is the key that everybody knows, `v11` one of the store. */
  mark = 'v11';
  shouldReEncrypt = false;
  asked: string[] = [];

  isAsyncEncryptionAvailable = async () => {
    this.asked.push('available');
    return this.available;
  };
  getSelectedStorageBackend = () => this.backend;
  encryptStringAsync = async (text: string) => {
    this.asked.push('encrypt');
    return Buffer.concat([Buffer.from(this.mark), Buffer.from(text).reverse()]);
  };
  decryptStringAsync = async (sealed: Buffer) => {
    this.asked.push('decrypt');
    return {
      result: Buffer.from(sealed.subarray(3)).reverse().toString(),
      shouldReEncrypt: this.shouldReEncrypt,
    };
  };
}

/** What tests look at and set. */
export const fake = {
  app: new FakeApp(),
  keyStore: new FakeKeyStore(),
  power: new EventEmitter(),
  windows: [] as FakeWindow[],
  handlers: new Map<string, Handler>(),
  schemes: [] as unknown[],
  permissions: new Map<string, Decide>(),
  opened: [] as string[],
  menu: undefined as unknown,
  dialogs: [] as unknown[],
  /** The button that a person presses. */
  press: 1,
  errors: [] as string[],
  displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
};

export function resetFake(): void {
  Object.assign(fake, {
    app: new FakeApp(),
    keyStore: new FakeKeyStore(),
    power: new EventEmitter(),
    windows: [],
    handlers: new Map(),
    schemes: [],
    permissions: new Map(),
    opened: [],
    menu: undefined,
    dialogs: [],
    press: 1,
    errors: [],
  });
}

/** The module, for a test's `vi.mock`. Each look at `app` finds the present one. */
export const electron = {
  get app() {
    return fake.app;
  },
  get safeStorage() {
    return fake.keyStore;
  },
  get powerMonitor() {
    return fake.power;
  },
  BrowserWindow: FakeWindow,
  Menu: {
    buildFromTemplate: (template: unknown) => template,
    setApplicationMenu: (menu: unknown) => {
      fake.menu = menu;
    },
  },
  dialog: {
    showMessageBox: async (...args: unknown[]) => {
      fake.dialogs.push(args.at(-1));
      return { response: fake.press };
    },
    showMessageBoxSync: (...args: unknown[]) => {
      fake.dialogs.push(args.at(-1));
      return fake.press;
    },
    showErrorBox: (title: string, text: string) => void fake.errors.push(`${title}\n${text}`),
  },
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => fake.displays },
  shell: {
    openExternal: async (url: string) => void fake.opened.push(url),
    openPath: async (path: string) => void fake.opened.push(path),
  },
  protocol: {
    registerSchemesAsPrivileged: (schemes: unknown[]) => void fake.schemes.push(...schemes),
    handle: (scheme: string, handler: (request: { method: string; url: string }) => Response) =>
      void fake.handlers.set(scheme, (request, url) => handler({ method: request.method, url })),
  },
  session: {
    defaultSession: {
      setPermissionRequestHandler: (decide: Decide) => void fake.permissions.set('request', decide),
      setPermissionCheckHandler: (decide: Decide) => void fake.permissions.set('check', decide),
      setDevicePermissionHandler: (decide: Decide) => void fake.permissions.set('device', decide),
    },
  },
};
