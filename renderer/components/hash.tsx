/** A hash: its first eight digits, the whole on hover and on copy. For ids, which are known by their end, use `Ident`. */
import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { partsText } from '../text/parts.ts';
import css from './hash.module.css';
import { Icon } from './icon.tsx';

export function Hash({ value, copy = false }: { readonly value: string; readonly copy?: boolean }) {
  const short = (
    <span className={css.hash} title={copy ? undefined : value}>
      {value.slice(0, 8)}
    </span>
  );
  if (!copy) return short;
  return (
    <CopyButton value={value}>
      {({ copied, copy: take }) => (
        <Tooltip label={copied ? partsText.copied : value}>
          <UnstyledButton
            className={css.button}
            onClick={take}
            aria-label={`${value.slice(0, 8)}, ${partsText.copy}`}
          >
            {short}
            <Icon name={copied ? 'check' : 'copy'} size={16} />
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
