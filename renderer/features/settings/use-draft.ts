/** A form's draft: what is wrong with it is said at its fields once somebody tried to save, and only what is right is saved. */
import { type FormEvent, useState } from 'react';

export function useDraft<D extends object, W extends object>(
  initial: D,
  wrongOf: (draft: D) => W,
  save: (draft: D) => Promise<void>,
) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState<'no' | 'tried'>('no');
  const found = wrongOf(draft);
  return {
    draft,
    wrong: tried === 'tried' ? found : ({} as Partial<W>),
    change: (changes: Partial<D>) => setDraft({ ...draft, ...changes }),
    async submit(event: FormEvent) {
      event.preventDefault();
      setTried('tried');
      if (Object.keys(found).length === 0) await save(draft);
    },
  };
}
