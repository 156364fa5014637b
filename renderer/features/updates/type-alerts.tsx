/** Why devices of a type do not get what lies in its folder. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { FailureAlert } from '../../components/index.ts';
import { describeRefusal } from '../../text/refusals.ts';
import { updatesText } from '../../text/updates.ts';
import { Members } from './members.tsx';
import { refusalsOf } from './refused.ts';

interface TypeAlertsProps {
  readonly type: AppTypeSummary;
  /** Of this type. */
  readonly devices: readonly Device[];
}

export function TypeAlerts({ type, devices }: TypeAlertsProps) {
  const { incomplete, refused } = updatesText.alerts;
  const refusals = refusalsOf(devices, type);
  return (
    <>
      {type.missing.length > 0 && (
        <FailureAlert
          state="attention"
          title={incomplete.title(type.name, type.missing)}
          cause={incomplete.cause}
          remedy={incomplete.remedy}
        />
      )}
      {refusals.map(({ reason, deviceIds }) => {
        const { sentence, remedy } = describeRefusal(reason);
        return (
          <FailureAlert
            key={`${reason}`}
            state="attention"
            title={refused.title(deviceIds.length)}
            cause={
              <>
                {sentence} {refused.held} <Members deviceIds={deviceIds} />
              </>
            }
            remedy={remedy}
          />
        );
      })}
    </>
  );
}
