/**
 * Emscripten's file system speaks WASI error numbers; MicroPython and its boards speak Linux's (py/mperrno.h).
 * The translation is made once, where the system calls return, so that Python sees `OSError: 2` and not 44.
 */
const LINUX_OF_WASI: Readonly<Record<number, number>> = {
  2: 13, // EACCES
  6: 11, // EAGAIN
  8: 9, // EBADF
  10: 16, // EBUSY
  20: 17, // EEXIST
  27: 4, // EINTR
  28: 22, // EINVAL
  29: 5, // EIO
  31: 21, // EISDIR
  32: 40, // ELOOP
  37: 36, // ENAMETOOLONG
  44: 2, // ENOENT
  48: 12, // ENOMEM
  51: 28, // ENOSPC
  52: 38, // ENOSYS
  54: 20, // ENOTDIR
  55: 39, // ENOTEMPTY
  63: 1, // EPERM
  69: 30, // EROFS
  70: 29, // ESPIPE
  75: 18, // EXDEV
};

export const WASI_ENOSPC = 51;
export const WASI_EROFS = 69;

/** Linux numbers that the sockets of the virtual port raise. */
export const ERRNO = {
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EADDRINUSE: 98,
  ECONNRESET: 104,
  ENOTCONN: 107,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
} as const;

type SystemCall = (...args: never[]) => number;

/** Wraps each system call of the VM's imports. `__syscall_*` return a negated number, `fd_*` a plain one. */
export function translateErrno(imports: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(imports)) {
    if (typeof value !== 'function') continue;
    const call = value as SystemCall;
    if (name.startsWith('__syscall_')) {
      imports[name] = (...args: never[]) => {
        const result = call(...args);
        return result < 0 ? -(LINUX_OF_WASI[-result] ?? -result) : result;
      };
    } else if (name.startsWith('fd_')) {
      imports[name] = (...args: never[]) => {
        const result = call(...args);
        return LINUX_OF_WASI[result] ?? result;
      };
    }
  }
}
