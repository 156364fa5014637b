/** Slots: the sockets of the hub that were learned, with number and name. */
import { useState } from 'react';
import type { PortInfo } from '../../../preload/contract/models.ts';
import type { Slot } from '../../../preload/contract/settings.ts';
import { type Column, DataTable, Ident, NothingHere, Panel } from '../../components/index.ts';
import { useBoards } from '../../stores/react.ts';
import { settingsText } from '../../text/settings.ts';
import { boardName } from '../boards/board-name.ts';
import { socketOf } from '../boards/slots.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { RowActions } from './row-actions.tsx';
import css from './settings-page.module.css';
import { SlotForm } from './slot-form.tsx';

const text = settingsText.slots;

const columnsFor = (slots: readonly Slot[], boards: readonly PortInfo[]): readonly Column<Slot>[] => [
  { id: 'number', head: text.columns.number, cell: ({ number }) => <b>{number}</b> },
  { id: 'name', head: text.columns.name, cell: ({ name }) => (name === '' ? text.unnamed : name) },
  { id: 'location', head: text.columns.location, cell: ({ location }) => <Ident value={location} /> },
  {
    id: 'board',
    head: text.columns.board,
    cell: (slot) => {
      const board = boards.find((one) => socketOf(one, slots) === slot);
      return board === undefined ? text.nobody : boardName(board);
    },
  },
];

export function SlotsPanel({ slots }: { readonly slots: readonly Slot[] }) {
  const boards = useBoards((state) => state.boards);
  const [editing, edit] = useState<string | null>(null);
  const forget = useCall('settings.forgetSlot');
  const edited = slots.find(({ location }) => location === editing);
  const actions: Column<Slot> = {
    id: 'actions',
    head: text.columns.actions,
    heading: 'said',
    cell: ({ number, location }) => (
      <RowActions
        name={`${number}`}
        text={text}
        onEdit={() => edit(location)}
        onRemove={() => void forget.run({ location })}
      />
    ),
  };
  return (
    <Panel title={text.title} aside={text.aside} flush>
      {edited !== undefined && (
        <div className={css.inside}>
          <SlotForm key={edited.location} slot={edited} onClose={() => edit(null)} />
        </div>
      )}
      <div className={css.alert}>
        <CallFailure failure={forget.failure} />
      </div>
      <DataTable
        label={text.title}
        columns={[...columnsFor(slots, boards), actions]}
        rows={slots}
        rowId={({ location }) => location}
        mark={({ location }) => (editing === location ? 'chosen' : undefined)}
        empty={<NothingHere icon="usb" title={text.none.title} why={text.none.why} />}
      />
    </Panel>
  );
}
