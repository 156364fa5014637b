/**
 * The door of the desktop app: Electron's IPC as a channel of the contract, one for each page that a window shows.
 *
 *     message of a page ──► open ──► closed       by a reload, a crash, the window's end or the dispatcher
 *                             ▲         │
 *                             └─────────┘         the page is told, and its next message, or the next page's, opens again
 *
 * Whoever sends is looked at each time: the window's main frame, and a page of ours in it. Anything else is dropped.
 */
import type { IpcMainEvent, WebContents } from 'electron';
import { WIRE } from '../../preload/contract/bridge.ts';
import type { Channel } from '../../preload/contract/messages.ts';

export interface ElectronDoorOptions {
  /** The origins whose pages may speak: exact, such as `app://bootbench`. */
  readonly origins: readonly string[];
  /** Serves a page; the dispatcher's `attach`. */
  readonly attach: (channel: Channel) => void;
  readonly log?: (line: string) => void;
}

/** Numbers of pages are UUIDs; anything longer is not ours. */
const PAGE_LENGTH = 36;

interface OpenPage {
  readonly page: string;
  readonly channel: Channel;
  readonly receive: (message: unknown) => void;
}

/** Opens the door for one window; it is shut when the window's contents are gone. */
export function openElectronDoor(contents: WebContents, options: ElectronDoorOptions): void {
  const { origins, attach, log = () => {} } = options;
  let open: OpenPage | undefined;
  /** The page before: what it said may come after the first word of the next one. */
  let before: string | undefined;

  const close = () => open?.channel.close();
  const begin = (page: string): OpenPage => {
    before = open?.page ?? before;
    close();
    const opened = openPage(contents, page);
    opened.channel.onClose(() => {
      if (open === opened) open = undefined;
    });
    open = opened;
    attach(opened.channel);
    return opened;
  };

  const receive = (event: IpcMainEvent, page: unknown, message: unknown) => {
    const stranger = strangeness(event, origins);
    if (stranger !== undefined) {
      log(`door: a message from ${stranger} was dropped`);
      return;
    }
    if (typeof page !== 'string' || page.length !== PAGE_LENGTH || page === before) return;
    if (message === null) {
      if (open?.page === page) close();
      return;
    }
    const present = open?.page === page ? open : begin(page);
    present.receive(message);
  };

  /** Who spoke when the navigation began: the next page may be heard before its navigation is told. */
  let leaving: string | undefined;

  contents.ipc.on(WIRE, receive);
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) leaving = open?.page;
  });
  // Not closed at the start: most navigations are denied, and the page stays.
  contents.on('did-navigate', () => {
    if (open?.page !== leaving) return;
    before = leaving;
    close();
  });
  contents.on('render-process-gone', close);
  contents.once('destroyed', close);
}

/** What is wrong with who sent this; undefined when nothing is. */
function strangeness({ senderFrame }: IpcMainEvent, origins: readonly string[]): string | undefined {
  if (senderFrame === null) return 'a frame that is gone';
  if (senderFrame.parent !== null) return 'a frame inside the page';
  if (!origins.includes(senderFrame.origin)) return `the origin ${senderFrame.origin.slice(0, 100)}`;
  return undefined;
}

function openPage(contents: WebContents, page: string): OpenPage {
  const listeners = new Set<(message: unknown) => void>();
  const ends = new Set<() => void>();
  let state: 'open' | 'closed' = 'open';

  const close = () => {
    if (state === 'closed') return;
    state = 'closed';
    if (!contents.isDestroyed()) contents.send(WIRE, page, null);
    listeners.clear();
    for (const end of [...ends]) end();
    ends.clear();
  };

  const channel: Channel = {
    send(message) {
      if (state === 'open' && !contents.isDestroyed()) contents.send(WIRE, page, message);
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose(listener) {
      ends.add(listener);
      return () => ends.delete(listener);
    },
    close,
  };
  const receive = (message: unknown) => {
    for (const listener of [...listeners]) listener(message);
  };
  return { page, channel, receive };
}
