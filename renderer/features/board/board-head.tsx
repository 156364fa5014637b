/** Which board, where it is plugged in, who works on it, and which part of its page is shown. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { Ident, PageHead, Plate, Segments, StateWord } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { boardName } from '../boards/board-name.ts';
import type { BoardView } from '../boards/board-view.ts';
import css from './board-page.module.css';
import type { Holder } from './holder.ts';
import { SECTIONS, type Section } from './section.ts';

export interface BoardHeadProps {
  readonly port: string;
  readonly board: PortInfo;
  readonly slot: string;
  readonly presence: 'here' | 'away';
  readonly view: BoardView;
  readonly holder: Holder;
  readonly section: Section;
  readonly onSection: (section: Section) => void;
  /** Takes a virtual board off the table. */
  readonly remove: (() => void) | undefined;
}

export function BoardHead(props: BoardHeadProps) {
  const { port, board, slot, presence, view, holder, section, onSection, remove } = props;
  const text = boardText.sections;
  return (
    <div className={css.head}>
      <PageHead
        title={boardName(board)}
        drawing={
          <Plate
            slot={slot}
            state={presence === 'away' && holder.by === 'nobody' ? 'empty' : view.state}
            fraction={view.fraction}
          />
        }
        about={
          <>
            {presence === 'away' && holder.by === 'nobody' ? (
              <StateWord state="empty" word={boardText.head.away} />
            ) : (
              <StateWord state={view.state} word={view.word} />
            )}
            <Ident value={port} />
            {holder.by === 'job' ? (
              <span>
                {boardText.has(holder.who)}{' '}
                {holder.job.kind === 'provision' && (
                  <Link href={`/provision/${encodeURIComponent(port)}`}>{boardText.head.provision}</Link>
                )}
              </span>
            ) : (
              <span>{boardText.head.free}</span>
            )}
          </>
        }
        actions={
          <>
            {remove !== undefined && <Button onClick={remove}>{boardText.head.remove}</Button>}
            <Segments
              label={text.label}
              value={section}
              options={SECTIONS.map((value) => ({ value, label: text[value] }))}
              onChange={onSection}
            />
          </>
        }
      />
    </div>
  );
}
