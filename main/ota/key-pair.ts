/** One RSA key: made, named, used. The private half stays inside a `KeyObject`, which prints as nothing. */
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';

const BITS = 3072;
const EXPONENT = 65_537;
/** Hex digits of a modulus, and of a signature. */
const HEX_LENGTH = BITS / 4;

/** What a device pins, as it stands in `provision.json`. */
export interface PinnedKey {
  /** The first 16 hex digits of the fingerprint. */
  readonly id: string;
  /** The modulus, 768 hex digits. */
  readonly n: string;
}

export interface SigningKey {
  readonly pinned: PinnedKey;
  /** SHA-256 over the bytes of the modulus, hex: for a person to compare. */
  readonly fingerprint: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly privateKey: KeyObject;
}

/** Takes a second or so. */
export async function makeKey(createdAt: number): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: BITS,
    publicExponent: EXPONENT,
  });
  return fromPrivate(privateKey, createdAt);
}

/** The private half as text, for the file of keys and nothing else. */
export function toPem({ privateKey }: SigningKey): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Undefined for what is no RSA key of 3072 bits with the exponent 65537. */
export function fromPem(pem: string, createdAt: number): SigningKey | undefined {
  try {
    const privateKey = createPrivateKey(pem);
    const { modulusLength, publicExponent } = privateKey.asymmetricKeyDetails ?? {};
    const fits = modulusLength === BITS && publicExponent === BigInt(EXPONENT);
    return privateKey.asymmetricKeyType === 'rsa' && fits ? fromPrivate(privateKey, createdAt) : undefined;
  } catch {
    return undefined;
  }
}

/** The signature over exactly these UTF-8 bytes, 768 hex digits (RSA PKCS#1 v1.5 with SHA-256). Off the main thread. */
export function signText({ privateKey }: SigningKey, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const key = { key: privateKey, padding: constants.RSA_PKCS1_PADDING };
    sign('sha256', Buffer.from(text, 'utf8'), key, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString('hex').padStart(HEX_LENGTH, '0'));
    });
  });
}

function fromPrivate(privateKey: KeyObject, createdAt: number): SigningKey {
  const { n: modulus = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const n = Buffer.from(modulus, 'base64url').toString('hex').padStart(HEX_LENGTH, '0');
  const fingerprint = createHash('sha256').update(Buffer.from(n, 'hex')).digest('hex');
  return { pinned: { id: fingerprint.slice(0, 16), n }, fingerprint, createdAt, privateKey };
}
