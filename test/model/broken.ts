/** Broken on purpose: ways to write boot.py that the model must tell from the real one, or it proves nothing. */
import { leanOf } from '../../main/provisioning/lean.ts';
import { bootSource } from '../firmware/support.ts';

export interface Broken {
  readonly name: string;
  readonly boot: string;
}

/** boot.py with a text replaced by another. Throws where it is not there exactly once: it must break. */
function broken(name: string, from: string, to: string): Broken {
  if (bootSource.split(from).length !== 2) throw new Error(`not there exactly once: ${from}`);
  return { name, boot: leanOf(bootSource.replace(from, () => to)) };
}

export const BROKEN: readonly Broken[] = [
  broken('a fourth boot on trial', "trial['boots'] > 2", "trial['boots'] > 3"),
  broken('what only gave way is rejected', "if why != 'superseded':", 'if why:'),
  broken('a rejected set is taken again', "need(r.get('set') != entry['set'] or", "need(r.get('reason') or"),
  broken(
    'the base of a hotfix is what a hotfix left',
    'base.setdefault(name, have.get(name))',
    'base[name] = have.get(name)',
  ),
  broken(
    'no way back for what is removed',
    "\t\t\t\tos.rename(name, name + '.bak')\n\t\t\t\tchanged = True\n",
    '\t\t\t\tos.remove(name)\n\t\t\t\tchanged = True\n',
  ),
];
