/**
 * The door of the desktop app: Electron's IPC as a channel of the contract, one for each page that a window shows.
 *
 *     first message of a page ──► open ──► closed       by a reload, a crash, the window's end or the dispatcher
 *                                            │
 *                                            └ nothing of that page is heard any more; the next page gets its own
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
  readonly channel: Channel;
  readonly receive: (message: unknown) => void;
}

/** Opens the door for one window; it is shut when the window's contents are gone. */
export function openElectronDoor(contents: WebContents, options: ElectronDoorOptions): void {
  const { origins, attach, log = () => {} } = options;
  let open: OpenPage | undefined;
  /** The last page that this door knew, so that one whose channel was closed does not get another. */
  let known: string | undefined;

  const close = () => {
    open?.channel.close();
    open = undefined;
  };

  const receive = (event: IpcMainEvent, page: unknown, message: unknown) => {
    const stranger = strangeness(event, contents, origins);
    if (stranger !== undefined) {
      log(`door: a message from ${stranger} was dropped`);
      return;
    }
    if (typeof page !== 'string' || page.length !== PAGE_LENGTH) return;
    if (page !== known) {
      close();
      known = page;
      open = openPage(contents, page);
      attach(open.channel);
    }
    open?.receive(message);
  };

  /** Who spoke when the navigation began: the next page may be heard before its navigation is told. */
  let leaving: string | undefined;

  contents.ipc.on(WIRE, receive);
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) leaving = known;
  });
  // Not closed at the start: most navigations are denied, and the page stays.
  contents.on('did-navigate', () => {
    if (known === leaving) close();
  });
  contents.on('render-process-gone', close);
  contents.once('destroyed', close);
}

/** What is wrong with who sent this; undefined when nothing is. */
function strangeness(
  { senderFrame }: IpcMainEvent,
  contents: WebContents,
  origins: readonly string[],
): string | undefined {
  if (senderFrame === null) return 'a frame that is gone';
  if (senderFrame !== contents.mainFrame) return 'a frame inside the page';
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
  return { channel, receive };
}
