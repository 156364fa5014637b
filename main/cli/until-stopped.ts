/** Waits for Ctrl-C; being told to stop is how these commands end well. */
import { once } from 'node:events';

export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
