/** Which part of a board's page is shown; it stands in the address, so that a page that is loaded anew is where it was. */
export const SECTIONS = ['console', 'files', 'compare'] as const;
export type Section = (typeof SECTIONS)[number];

/** The part that a query such as `show=files` names; the console for any other. */
export function sectionOf(search: string): Section {
  const named = new URLSearchParams(search).get('show');
  return SECTIONS.find((section) => section === named) ?? 'console';
}

/** Where the page of this board stands. */
export function boardPath(port: string, section: Section = 'console'): string {
  const path = `/boards/${encodeURIComponent(port)}`;
  return section === 'console' ? path : `${path}?show=${section}`;
}
