/**
 * MicroPython's own scheduler, reached as an interrupt reaches it on a board: by writing into its queue.
 *
 * The VM looks at the queue with every jump (py/vm.c, py/scheduler.c), so what stands there runs between two bytecodes
 * of whatever runs, and a program cannot catch it. `mp_sched_schedule` itself is not exported, and a VM at work
 * must not be entered anyway: so its few memory writes are done here. Where they go is found out at the start.
 */

/** MP_SCHED_IDLE and MP_SCHED_PENDING of py/mpstate.h; negative is locked. */
const IDLE = 1;
const PENDING = 0;
/** `sched_len` and `sched_idx` stand behind the 16 bits of `sched_state` (py/mpstate.h). */
const LENGTH_AT = 2;
const INDEX_AT = 3;
/** Static data of this build of the VM ends before. */
const STATIC_END = 256 * 1024;
/** An item is a function and its argument. */
const ITEM = 8;

export interface Scheduler {
  /**
   * Where the state is. Called once, before any program runs.
   * @param stackEnd where static data begins
   * @param interrupt `mp_sched_keyboard_interrupt`, which makes it pending
   * @param settle runs Python that catches that interrupt
   */
  locate(stackEnd: number, interrupt: () => void, settle: () => void): void;
  /** Called by Python right after `micropython.schedule(function, marker)`: that item is what `schedule` repeats. */
  adopt(marker: number): void;
  /** Does nothing while the program has something of its own in the queue: to be tried again a moment later. */
  schedule(): 'scheduled' | 'full';
  /** `locked` while a scheduled function runs; `pending`: the next jump of the program runs one. */
  state(): 'idle' | 'pending' | 'locked';
}

export function createScheduler(memory: () => ArrayBuffer): Scheduler {
  let state = 0;
  let staticStart = 0;
  let queue = 0;
  let item: { fn: number; arg: number } | undefined;

  return {
    locate(stackEnd, interrupt, settle) {
      staticStart = stackEnd;
      const view = new Int16Array(memory(), 0, STATIC_END / 2);
      const idle: number[] = [];
      for (let at = staticStart / 2; at < view.length; at++) if (view[at] === IDLE) idle.push(at);
      interrupt();
      const found = idle.filter((at) => view[at] === PENDING);
      settle();
      if (found.length !== 1) throw new Error('the scheduler of this VM is not where it is looked for');
      state = (found[0] ?? 0) * 2;
    },

    adopt(marker) {
      const bytes = new DataView(memory());
      // A small int as MicroPython holds it (py/obj.h, representation A).
      const arg = (marker << 1) | 1;
      const found: number[] = [];
      for (let at = staticStart; at < state; at += 4) if (bytes.getUint32(at, true) === arg) found.push(at);
      const [argAt] = found;
      const isQueued = bytes.getInt16(state, true) === PENDING && bytes.getUint8(state + LENGTH_AT) === 1;
      if (argAt === undefined || found.length !== 1 || !isQueued) {
        throw new Error('the queue of this VM is not where it is looked for');
      }
      queue = argAt - 4 - bytes.getUint8(state + INDEX_AT) * ITEM;
      item = { fn: bytes.getUint32(argAt - 4, true), arg };
    },

    schedule() {
      const bytes = new DataView(memory());
      if (!item || bytes.getUint8(state + LENGTH_AT) > 0) return 'full';
      const at = queue + bytes.getUint8(state + INDEX_AT) * ITEM;
      bytes.setUint32(at, item.fn, true);
      bytes.setUint32(at + 4, item.arg, true);
      bytes.setUint8(state + LENGTH_AT, 1);
      if (bytes.getInt16(state, true) === IDLE) bytes.setInt16(state, PENDING, true);
      return 'scheduled';
    },

    state() {
      const now = new DataView(memory()).getInt16(state, true);
      return now === IDLE ? 'idle' : now === PENDING ? 'pending' : 'locked';
    },
  };
}
