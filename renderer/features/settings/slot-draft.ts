/** What a slot is to be called, as it is typed. */
import { settingsText } from '../../text/settings.ts';

export interface SlotDraft {
  readonly number: string;
  readonly name: string;
}

const HIGHEST = 999;
const NAME_MAX = 40;

/** What is wrong with it, by field; empty when nothing is. */
export function wrongSlot({ number, name }: SlotDraft): { number?: string; name?: string } {
  const text = settingsText.slots.wrong;
  const value = Number(number);
  const fits = /^\d+$/.test(number.trim()) && value >= 1 && value <= HIGHEST;
  return {
    ...(fits ? {} : { number: text.number }),
    ...(name.trim().length > NAME_MAX ? { name: text.name(NAME_MAX) } : {}),
  };
}
