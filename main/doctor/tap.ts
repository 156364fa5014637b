/** Hears all that comes over a port's links, whoever else listens: a board's console shows only a part of it. */
import type { PortSource, SerialLink, Signals } from '../serial/index.ts';

export function tapped(ports: PortSource, hear: (bytes: Uint8Array) => void): PortSource {
  return {
    list: () => ports.list(),
    onChange: (listener) => ports.onChange(listener),
    open: async (path, options) => new TappedLink(await ports.open(path, options), hear),
  };
}

class TappedLink implements SerialLink {
  readonly #link: SerialLink;
  readonly #hear: (bytes: Uint8Array) => void;

  constructor(link: SerialLink, hear: (bytes: Uint8Array) => void) {
    this.#link = link;
    this.#hear = hear;
  }

  get path(): string {
    return this.#link.path;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#link.write(bytes);
  }

  setSignals(signals: Signals): Promise<void> {
    return this.#link.setSignals(signals);
  }

  /** For one listener, the board: two would be heard twice. */
  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#link.onData((bytes) => {
      this.#hear(bytes);
      listener(bytes);
    });
  }

  onClose(listener: () => void): () => void {
    return this.#link.onClose(listener);
  }

  close(): Promise<void> {
    return this.#link.close();
  }
}
