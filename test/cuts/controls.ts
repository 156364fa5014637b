/**
 * Broken on purpose: three ways to write the swap that look well and are not. The test must tell each from the real
 * one, or it proves nothing.
 */
import { leanOf } from '../../main/provisioning/lean.ts';
import { bootSource } from '../firmware/support.ts';
import { badUpdate, goodUpdate, type Scenario } from './scenarios.ts';

interface Control {
  readonly name: string;
  make(): Promise<Scenario>;
}

export const CONTROLS: readonly Control[] = [
  {
    name: 'renames without a journal',
    make: () => goodUpdate(broken(["\tsave('update.json', journal)\n\tresume()\n", WITHOUT_JOURNAL])),
  },
  {
    name: 'the old file deleted before the new one is in place',
    make: () =>
      badUpdate(broken(["os.rename(name, name + '.bak')\n\t\t\t\tos.rename(source, name)", DELETES_FIRST])),
  },
  {
    name: 'the trial marked only after the journal is gone',
    make: () =>
      badUpdate(broken(['\t\tsave(STATE, after)\n', ''], ["\tos.remove('update.json')\n", MARKS_LATE])),
  },
];

const WITHOUT_JOURNAL = `\tfor name in journal['put']:
		if has(name):
			os.rename(name, name + '.bak')
		os.rename(name + '.new', name)
	for name in journal['remove']:
		os.rename(name, name + '.bak')
	save(STATE, journal['state'])
	restart(journal['kind'])
`;
const DELETES_FIRST = 'os.remove(name)\n\t\t\t\tos.rename(source, name)';
const MARKS_LATE = "\tos.remove('update.json')\n\tsave(STATE, after)\n";

/** boot.py with each text replaced by another. Throws where it is not there exactly once: a control must break it. */
function broken(...changes: readonly (readonly [string, string])[]): string {
  let source = bootSource;
  for (const [from, to] of changes) {
    if (source.split(from).length !== 2) throw new Error(`not there exactly once: ${from}`);
    source = source.replace(from, () => to);
  }
  return leanOf(source);
}
