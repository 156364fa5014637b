/** Files that belong to one board and to no set: who it is, what it knows, what it wrote down (docs/protocol.md, section 1). */

/** What says that a board is one of the platform. */
export const OURS = ['provision.json', 'version.json', 'device_id.json'] as const;

/**
 * `secret`: passwords, tokens. `identity`: which device it is. `settings`: of its application. `state`: of its updates, and of
 * transfers by cable. `log`: what it wrote down.
 */
export type OwnFile = 'secret' | 'identity' | 'settings' | 'state' | 'log';

const KINDS: readonly (readonly [OwnFile, RegExp])[] = [
  ['secret', /^(wifi|provision)\.json$/],
  ['identity', /^device_id\.json$/],
  ['settings', /^config\.json$/],
  ['state', /^(version|pending|ota_state|update)\.json$/],
  ['log', /^(boot|platform|main)_log(_\d+)?\.txt$/],
  // `.new` and `.bak` are made beside the files of a set, in the root; a cable stages in any folder.
  ['state', /^[^/]+\.(new|bak)$|\.usb$/],
];

/** Undefined for a file that may be part of what a board should be. `name` from the root, without a leading slash. */
export function ownFile(name: string): OwnFile | undefined {
  return KINDS.find(([, pattern]) => pattern.test(name))?.[0];
}
