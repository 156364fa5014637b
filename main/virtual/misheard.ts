/** What a UART makes of bytes that are sent at another speed than it listens at. */

const DATA_BITS = 8;
/** Start bit, data, stop bit. */
const FRAME_BITS = DATA_BITS + 2;

/**
 * Bytes as heard at `heard` bits a second that were sent at `sent`, one after the other: the line is looked at in the
 * middle of each bit, as a receiver does. A frame without its stop bit is handed on like others, as Linux does.
 */
export function misheard(bytes: Uint8Array, sent: number, heard: number): Uint8Array {
  if (sent === heard) return bytes;
  // Times are in bits of the sender. Before and after the bytes the line is idle, which is 1.
  const end = bytes.length * FRAME_BITS;
  const level = (time: number): number => {
    const bit = Math.floor(time);
    if (bit < 0 || bit >= end) return 1;
    const place = bit % FRAME_BITS;
    if (place === 0) return 0;
    if (place > DATA_BITS) return 1;
    return ((bytes[Math.floor(bit / FRAME_BITS)] ?? 0) >> (place - 1)) & 1;
  };
  const step = sent / heard;
  const result: number[] = [];
  for (let time = 0; time < end; ) {
    // A start bit begins where the line falls.
    if (level(time) !== 0 || level(time - 1) !== 1) {
      time = Math.floor(time) + 1;
      continue;
    }
    const start = Math.floor(time);
    let byte = 0;
    for (let bit = 0; bit < DATA_BITS; bit++) byte |= level(start + (bit + 1.5) * step) << bit;
    result.push(byte);
    time = Math.max(start + (FRAME_BITS - 0.5) * step, start + 1);
  }
  return Uint8Array.from(result);
}
