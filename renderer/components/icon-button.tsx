/**
 * A button that is only an icon: 40 px, with a label for ears and a tooltip for eyes.
 *
 * Not for the primary action and not for anything that cannot be undone: those have words.
 */
import { ActionIcon, Tooltip } from '@mantine/core';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean | undefined;
  /** `quiet`: without a border, inside a field or a row. */
  readonly variant?: 'default' | 'quiet' | undefined;
  /** Set where the button switches something on and off. */
  readonly pressed?: boolean | undefined;
}

export function IconButton({
  icon,
  label,
  onClick,
  disabled,
  variant = 'default',
  pressed,
}: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={variant}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled ?? false}
        onClick={onClick}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
