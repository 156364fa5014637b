/** Why a device refused a set, in words: what it says itself (docs/protocol.md, sections 3 and 4), or as it said it. */

export interface RefusalText {
  /** What happened, after the name of the device or of the set. */
  readonly sentence: string;
  readonly remedy: string;
}

const offeredAnew = 'what changes is offered anew.';
const sign = `Make a key with bootbench keys create, or provision the device again by cable; then change a file: ${offeredAnew}`;

/** By how the reason begins. A device puts the kind of error before what it says; that is left out here. */
const KNOWN: readonly (readonly [start: string, text: RefusalText])[] = [
  [
    'not confirmed',
    {
      sentence:
        'In three starts it never ran for a minute without a fault, so it went back to the last good set.',
      remedy: `Read its log, then correct the files of its type; ${offeredAnew}`,
    },
  ],
  ['unsigned', { sentence: 'It takes only what is signed, and this was not.', remedy: sign }],
  ['key_id', { sentence: 'It was signed with a key that the device does not know.', remedy: sign }],
  [
    'signature',
    {
      sentence: 'The signature did not fit what arrived.',
      remedy: `Look for what changes answers on the way, such as a proxy; then change a file: ${offeredAnew}`,
    },
  ],
  [
    'seq',
    {
      sentence: 'It was numbered below what the device has.',
      remedy: `Set the clock of this computer right, then change a file: ${offeredAnew}`,
    },
  ],
  [
    'no space',
    {
      sentence: 'Its flash has no room for the files.',
      remedy: `Make the files of its type smaller, or leave some out; ${offeredAnew}`,
    },
  ],
  [
    'hash of',
    {
      sentence: 'A file arrived other than it was announced.',
      remedy: `Look whether its Wi-Fi is weak, then change a file: ${offeredAnew}`,
    },
  ],
];

const OWN_WORDS = `Read its log, then correct the files of its type; ${offeredAnew}`;

/** @param reason as the device said it, bounded by whoever shows it; null when it did not say */
export function describeRefusal(reason: string | null): RefusalText {
  if (reason === null || reason.trim() === '') return { sentence: 'It did not say why.', remedy: OWN_WORDS };
  const said = reason.replace(/^\w+Error /, '');
  const known = KNOWN.find(([start]) => said.startsWith(start));
  return known?.[1] ?? { sentence: `It says: ${reason}.`, remedy: OWN_WORDS };
}
