/** How long the doctor waits for what. Each can be shortened where a board is known to be quick: in tests. */

export interface Limits {
  /** Listening ends after so much silence … */
  readonly quietMs: number;
  /** … or after this, when the board goes on talking and says nothing that explains anything. */
  readonly listenMs: number;
  /**
   * For so long is listened once a start of the board was seen, or its port went: a loop shows only at its second round. An
   * RP2's watchdog bites after at most 8.4 s, and the port takes 1.5 s to come back.
   */
  readonly loopMs: number;
  /** How often a program is interrupted, and how long each try waits for the prompt. */
  readonly tries: readonly number[];
  /** The same at another speed: a REPL that understands answers within some milliseconds. */
  readonly speedTries: readonly number[];
  /** How long a board may take to get into its loader: a Pico's drive is there after about a second. */
  readonly loaderMs: number;
}

export const LIMITS: Limits = {
  quietMs: 500,
  listenMs: 2000,
  loopMs: 12_000,
  tries: [400, 800, 1500],
  speedTries: [150, 300],
  loaderMs: 6000,
};

/** Speeds that a REPL on a UART is met at besides 115,200. The lower first: a long cable bears no more. */
export const OTHER_SPEEDS = [57_600, 38_400, 19_200, 9600, 230_400, 460_800, 921_600] as const;
