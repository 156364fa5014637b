/** Several places where ports appear, as one. */
import { isFailure } from '../../../preload/contract/errors.ts';
import type { PortSource } from './link.ts';

/**
 * Lists the ports of all; opens a path at the first source that knows it. A source that fails to list is left out.
 */
export function combinePorts(...sources: readonly PortSource[]): PortSource {
  return {
    async list() {
      const lists = await Promise.all(sources.map((source) => source.list().catch(() => [])));
      return lists.flat();
    },
    async open(path, options) {
      let notFound: unknown;
      for (const source of sources) {
        try {
          return await source.open(path, options);
        } catch (error) {
          if (!isFailure(error, 'port-not-found')) throw error;
          notFound ??= error;
        }
      }
      throw notFound;
    },
    onChange(listener) {
      const stops = sources.map((source) => source.onChange(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
