/**
 * The key store of the operating system, as Electron opens it: Keychain, DPAPI, GNOME Keyring, KWallet. On Linux Electron seals with
 * a key that stands in its source where there is none of them; that is no seal, and is refused.
 */
import { safeStorage } from 'electron';
import type { Sealer, SecretKeeping } from '../settings/index.ts';

/** Linux: the mark of what was sealed with the key that everybody knows (Chromium, components/os_crypt, `v10`). */
const KNOWN_KEY = Buffer.from('v10');
const PROBE = 'bootbench';
const NO_STORE: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/** After the app is ready. Never throws: without a key store passwords live as long as the program. */
export async function secretKeeping(log: (line: string) => void): Promise<SecretKeeping> {
  try {
    const why = await whyNot();
    if (why === null) return { kind: 'os', sealer };
    log(`key store: ${why}; passwords of sites are kept until the program ends`);
  } catch (error) {
    log(`key store: ${String(error)}; passwords of sites are kept until the program ends`);
  }
  return { kind: 'memory' };
}

async function whyNot(): Promise<string | null> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'there is none';
  if (process.platform !== 'linux') return null;
  if (NO_STORE.has(safeStorage.getSelectedStorageBackend())) return 'this desktop has none';
  // What was selected and what seals may differ.
  const sealed = await safeStorage.encryptStringAsync(PROBE);
  return sealed.subarray(0, KNOWN_KEY.length).equals(KNOWN_KEY) ? 'it does not answer' : null;
}

const sealer: Sealer = {
  seal: (text) => safeStorage.encryptStringAsync(text),
  async open(sealed) {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
    return { text: result, seal: shouldReEncrypt ? 'old' : 'fresh' };
  },
};
