/** Waits for Ctrl-C; being told to stop is how these commands end well. */
import { once } from 'node:events';

/** The longest that a timer can be; it is set anew each time. */
const AWAKE_MS = 2 ** 31 - 1;

export async function untilStopped(signal: AbortSignal): Promise<void> {
  // What is waited for may be nothing that keeps a program going: a watch of folders.
  const awake = setInterval(() => {}, AWAKE_MS);
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    clearInterval(awake);
  }
}
