/** The two containers in which Windows and macOS want an icon; both hold PNG files of several sizes. */

export interface Picture {
  /** Pixels a side. */
  readonly size: number;
  readonly png: Buffer;
}

/** Windows: a header, a directory entry for each picture, the pictures. Sizes up to 256. */
export function ico(pictures: readonly Picture[]): Buffer {
  const HEADER = 6;
  const ENTRY = 16;
  const head = Buffer.alloc(HEADER + ENTRY * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = HEADER + ENTRY * index;
    // One byte a side, in which 256 is 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** macOS: type of each picture by its pixels; the second of a pair is the same for a dense screen. */
const ICNS_TYPES: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** macOS: a header, then for each picture its type, its length and itself. */
export function icns(pictures: readonly Picture[]): Buffer {
  const HEADER = 8;
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(HEADER);
    head.write(type, 'latin1');
    head.writeUInt32BE(HEADER + data.length, 4);
    return Buffer.concat([head, data]);
  };
  const chunks = pictures.flatMap(({ size, png }) =>
    (ICNS_TYPES[size] ?? []).map((type) => chunk(type, png)),
  );
  return chunk('icns', Buffer.concat(chunks));
}
