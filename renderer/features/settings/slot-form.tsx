/** Number and name of one slot. */
import type { Slot } from '../../../preload/contract/settings.ts';
import { TextField } from '../../components/index.ts';
import { settingsText } from '../../text/settings.ts';
import { useCall } from '../shell/use-call.ts';
import { DraftForm } from './draft-form.tsx';
import { wrongSlot } from './slot-draft.ts';
import { useDraft } from './use-draft.ts';

export interface SlotFormProps {
  readonly slot: Slot;
  readonly onClose: () => void;
}

export function SlotForm({ slot, onClose }: SlotFormProps) {
  const text = settingsText.slots;
  const save = useCall('settings.saveSlot');
  const { draft, wrong, change, submit } = useDraft(
    { number: `${slot.number}`, name: slot.name },
    wrongSlot,
    async ({ number, name }) => {
      const wanted = { location: slot.location, number: Number(number), name: name.trim() };
      if ((await save.run(wanted)) !== undefined) onClose();
    },
  );
  return (
    <DraftForm
      label={text.change(slot.number, slot.location)}
      text={text}
      state={save.state}
      failure={save.failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.change(slot.number, slot.location)}</p>
      <TextField
        label={text.name}
        hint={text.nameHelp}
        value={draft.name}
        error={wrong.name}
        autoFocus
        onChange={(name) => change({ name })}
      />
      <TextField
        label={text.number}
        hint={text.numberHelp}
        value={draft.number}
        error={wrong.number}
        onChange={(number) => change({ number })}
      />
    </DraftForm>
  );
}
