/** A device's configuration while somebody edits it: each value as JSON, what is wrong with it, and what has changed. */
import { jsonOf } from './plain.ts';

export type Config = Readonly<Record<string, unknown>>;

export interface Draft {
  /** As typed, by key; only what somebody touched. */
  readonly typed: ReadonlyMap<string, string>;
  /** Keys that are new, with their values as typed. */
  readonly added: readonly { readonly key: string; readonly value: string }[];
}

export const NO_DRAFT: Draft = { typed: new Map(), added: [] };

/** What a device takes at most, of all keys and values together. */
const CONFIG_BYTES = 4096;
/** More are not shown as fields; they stay as they are. */
export const CONFIG_FIELDS = 60;

export type Problem = 'no-json' | 'no-key' | 'known-key' | 'same-key';

export type Checked =
  | {
      readonly status: 'invalid';
      readonly values: ReadonlyMap<string, Problem>;
      readonly added: readonly (Problem | null)[];
    }
  | { readonly status: 'too-large'; readonly bytes: number }
  | { readonly status: 'unchanged'; readonly bytes: number }
  | { readonly status: 'changed'; readonly bytes: number; readonly changes: Config };

export function typedValue(config: Config, draft: Draft, key: string): string {
  return draft.typed.get(key) ?? jsonOf(config[key]);
}

export function checkDraft(config: Config, draft: Draft): Checked {
  const values = new Map<string, Problem>();
  const changes = new Map<string, unknown>();
  for (const [key, text] of draft.typed) {
    const parsed = parse(text);
    if (parsed === undefined) values.set(key, 'no-json');
    else if (jsonOf(parsed.value) !== jsonOf(config[key])) changes.set(key, parsed.value);
  }
  const added = draft.added.map(({ key, value }, place): Problem | null => {
    if (key === '' && value === '') return null;
    if (key.trim() === '') return 'no-key';
    if (Object.hasOwn(config, key)) return 'known-key';
    if (draft.added.some((other, at) => at < place && other.key === key)) return 'same-key';
    const parsed = parse(value);
    if (parsed === undefined) return 'no-json';
    changes.set(key, parsed.value);
    return null;
  });
  if (values.size > 0 || added.some((problem) => problem !== null))
    return { status: 'invalid', values, added };
  const bytes = bytesOf({ ...config, ...Object.fromEntries(changes) });
  if (changes.size === 0) return { status: 'unchanged', bytes };
  if (bytes > CONFIG_BYTES) return { status: 'too-large', bytes };
  return { status: 'changed', bytes, changes: Object.fromEntries(changes) };
}

export function bytesOf(config: Config): number {
  return new TextEncoder().encode(jsonOf(config)).length;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
