/** Findings from what a board said by itself. The first that is found is the cause; the others follow from it. */
import type { Finding } from '../../preload/contract/doctor.ts';
import type { Signs } from './signs.ts';

/** So many starts in the time of listening are a loop; one may be a reset of ours. */
const LOOP_STARTS = 2;

/** Null when nothing of it explains why a board does not answer. */
export function findingIn(port: string, signs: Signs): Finding | null {
  const { starts, panic } = signs;
  if (signs.brownOut === 'seen' || starts.some((cause) => /BROWN/.test(cause)))
    return { code: 'brown-out', params: { port } };
  if (signs.download === 'seen') return { code: 'download-mode', params: { port } };
  if (signs.flash === 'empty') return { code: 'flash-empty', params: { port } };
  if (signs.filesystem === 'corrupt') return { code: 'filesystem-corrupt', params: { port } };
  if (starts.length >= LOOP_STARTS)
    return {
      code: 'boot-loop',
      params: { port, cause: panic ?? starts.at(-1) ?? '', times: starts.length },
    };
  if (signs.other !== null) return { code: 'other-firmware', params: { port, what: signs.other } };
  return null;
}
