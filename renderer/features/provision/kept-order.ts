/**
 * What was last asked of a board, for as long as the window is there: a job does not say it, and whoever comes back to a
 * failed one wants to go on with it. Never a password.
 */
export interface KeptOrder {
  /** The recipe's name. */
  readonly recipe: string;
  readonly ssid: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (port: string) => `bootbench:order:${port}`;

export function keepOrder(port: string, { recipe, ssid }: KeptOrder, store: Store = sessionStorage): void {
  try {
    store.setItem(keyOf(port), JSON.stringify({ recipe, ssid }));
  } catch {
    // A browser that keeps nothing: then a person chooses again.
  }
}

export function keptOrder(port: string, store: Store = sessionStorage): KeptOrder | null {
  try {
    const value: unknown = JSON.parse(store.getItem(keyOf(port)) ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    const { recipe, ssid } = value as Record<string, unknown>;
    return typeof recipe === 'string' && typeof ssid === 'string' ? { recipe, ssid } : null;
  } catch {
    return null;
  }
}
