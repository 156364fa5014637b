/** The one shape in which long calls take their way out and their way to tell: `{signal, onProgress}`. */

/** Bytes done of bytes in all (or any other unit that the callee names), and what is being done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

export interface WorkOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
