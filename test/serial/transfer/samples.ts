/** Contents that are cut up and coded: what shrinks, and what does not. */
import { createHash } from 'node:crypto';
import { freshSeed, seeded } from '../random.ts';

export function file(name: string, content: Uint8Array) {
  return { name, content, sha256: createHash('sha256').update(content).digest() };
}

export function randomBytes(size: number, seed = freshSeed()): Uint8Array {
  const random = seeded(seed);
  return Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
}

export const text = Buffer.from(
  'async def run():\n    while True:\n        await asyncio.sleep_ms(100)\n'.repeat(400),
);
