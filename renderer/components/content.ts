import type { ReactNode } from 'react';

/** Whether anything is drawn for this: `condition && <Button />` gives `false`, for which no empty row is to stand. */
export function hasContent(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== '' && typeof node !== 'boolean';
}
