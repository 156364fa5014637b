/** Adds a virtual board of either kind. */
import { Button } from '@mantine/core';
import type { BoardKind } from '../../../preload/contract/models.ts';
import { Icon } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';
import css from './bench-page.module.css';

export interface AddProps {
  /** The kind that is being added now. */
  readonly busy: BoardKind | null;
  readonly onAdd: (kind: BoardKind) => void;
}

export function AddButtons({ busy, onAdd }: AddProps) {
  return (
    <div className={css.add}>
      <Button
        size="lg"
        leftSection={<Icon name="plus" />}
        loading={busy === 'pico'}
        onClick={() => onAdd('pico')}
      >
        {benchText.addPico}
      </Button>
      <Button
        size="lg"
        leftSection={<Icon name="plus" />}
        loading={busy === 'esp32'}
        onClick={() => onAdd('esp32')}
      >
        {benchText.addEsp32}
      </Button>
    </div>
  );
}
