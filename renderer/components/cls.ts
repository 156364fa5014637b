/** The class names that are there, in one string; undefined when there are none, so that no empty attribute is left. */
export function cls(...names: readonly (string | false | null | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}
