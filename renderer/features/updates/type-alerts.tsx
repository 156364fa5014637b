/** Why devices of a type do not get what lies in its folder. */
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { FailureAlert } from '../../components/index.ts';
import { useRequests, useShallow } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import { refusedBy } from './refused.ts';

export function TypeAlerts({ type }: { readonly type: AppTypeSummary }) {
  const { incomplete, refused } = updatesText.alerts;
  const refusing = useRequests(useShallow(({ requests }) => refusedBy(requests, type)));
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
      {refusing.length > 0 && (
        <FailureAlert
          state="attention"
          title={refused.title(refusing.length)}
          cause={refused.cause(refusing.map((id) => id.slice(-4)))}
          remedy={refused.remedy}
        />
      )}
    </>
  );
}
