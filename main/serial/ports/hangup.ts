/**
 * Notices a line that was hung up while it was being read.
 *
 * A tty that is gone reads 0 bytes for ever (Linux, drivers/tty/tty_io.c, hung_up_tty_read). The reader of
 * bindings-cpp 13 (unix-read.js) takes 0 for "try again": when a board sends its last byte and vanishes in the same
 * moment, which is what every reset of a USB-CDC board is, it spins, and the port stays "open" until somebody writes.
 * So its `read` is replaced by one for which 0 bytes are the end.
 *
 * Closing waits for a read that is under way: while the kernel is in it the port stays locked, though it is closed, and
 * whoever opens it at once would be told that it is in use.
 */
import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort, SerialPortMock } from 'serialport';

const readOnce = promisify(read);
const AGAIN = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/** What the Linux and the macOS binding have in common; the Windows one is another thing and has no such fault. */
interface UnixBinding {
  readonly isOpen: boolean;
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', listener: (error: Error | null) => void): unknown };
  close: () => Promise<void>;
  read: (buffer: Buffer, offset: number, length: number) => Promise<{ bytesRead: number; buffer: Buffer }>;
}

/** Makes an open port close when its line is hung up. To be called before anyone listens to its data. */
export function noticeHangup(port: SerialPort | SerialPortMock): void {
  const binding: unknown = port.port;
  if (!isUnixBinding(binding)) return;
  let reading: Promise<unknown> = Promise.resolve();
  let closing = false;
  const close = binding.close.bind(binding);
  binding.close = async () => {
    closing = true;
    await Promise.allSettled([reading]);
    await close();
  };
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      if (closing || !binding.isOpen || binding.fd === null) throw canceled();
      try {
        const once = readOnce(binding.fd, buffer, offset, length, null);
        reading = once;
        const { bytesRead } = await once;
        if (bytesRead > 0) return { bytesRead, buffer };
      } catch (error) {
        if (!AGAIN.has(codeOf(error))) throw error;
        // Closed in the meantime: to poll now would touch a poller that is being destroyed.
        if (closing || !binding.isOpen) throw canceled();
        await readable(binding);
        continue;
      }
      throw Object.assign(new Error('The line was hung up'), { disconnect: true });
    }
  };
}

function readable(binding: UnixBinding): Promise<void> {
  return new Promise((resolve, reject) => {
    binding.poller.once('readable', (error) => (error ? reject(error) : resolve()));
  });
}

/** The stream takes no notice of an error that has this mark: closing was asked for. */
function canceled(): Error {
  return Object.assign(new Error('Port is not open'), { canceled: true });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isUnixBinding(binding: unknown): binding is UnixBinding {
  if (typeof binding !== 'object' || binding === null) return false;
  if (!('fd' in binding) || !('poller' in binding) || !('close' in binding)) return false;
  const { poller } = binding;
  return typeof poller === 'object' && poller !== null && 'once' in poller;
}
