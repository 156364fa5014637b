/** Something that closes texts so that only it can open them. */
export interface Sealer {
  seal(text: string): Promise<Uint8Array>;
  /** `old`: it should be sealed anew, because the key has changed. @throws when it was changed, or sealed by somebody else */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly seal: 'fresh' | 'old' }>;
}
