/** The manifest part of an answer: the text, and the signature that the device asks for. */
import { Failure } from '../../preload/contract/errors.ts';
import { pinsFor } from '../records/index.ts';
import type { OtaContext } from './context.ts';
import type { Signature } from './signer.ts';

/**
 * Signed with a key that the device pins, as far as it tells or the bench remembers. One that pins only foreign keys will refuse
 * what it gets here, and that is told.
 */
export async function signed(
  { records, registry, signer, emit }: OtaContext,
  deviceId: string,
  manifest: string,
  device: { mac: string; keyIds: readonly string[] | undefined },
): Promise<{ manifest: string } & Partial<Signature>> {
  const pins = device.keyIds ?? (await pinsFor(records, device.mac));
  const signing = await signer.sign(manifest, pins);
  if (signing.status === 'foreign') {
    const failure = new Failure('ota-keys-foreign', { device: deviceId, pinned: pins?.join(', ') ?? '' });
    emit({ type: 'warning', deviceId, failure: failure.toData() });
    registry.note('warning', deviceId, { failure: failure.toData() });
  }
  return { manifest, ...signing.fields };
}
