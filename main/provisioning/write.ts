/** Puts the firmware, and what the recipe wants beside it, on the board's flash. */

import { closeUpdate } from '../boards/index.ts';
import type { JobContext } from '../jobs/index.ts';
import { type Board, type BoardFile, removeFiles, writeFiles } from '../serial/index.ts';
import type { KnownBoard } from './examine.ts';
import type { ProvisionDeps, ProvisionPhase, ProvisionRequest } from './order.ts';
import { kilobytes } from './proofs.ts';
import { configBytes, inStartingOrder } from './wanted.ts';

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** What `provision.json` holds (docs/protocol.md, section 1): only what is known. */
function provisionJson(
  { recipe, api, apPassword, otaKeys = [] }: ProvisionRequest,
  { kind }: KnownBoard,
): Uint8Array {
  return json({
    app_type: recipe.appType,
    device_type: kind,
    api,
    ...(apPassword === undefined ? {} : { ap_password: apPassword }),
    ...(otaKeys.length === 0 ? {} : { ota_keys: otaKeys }),
  });
}

async function filesFor(
  request: ProvisionRequest,
  identity: KnownBoard,
  deps: ProvisionDeps,
): Promise<BoardFile[]> {
  const { recipe, site } = request;
  const files: BoardFile[] = [];
  if (recipe.install === 'platform') {
    const offered = await deps.appTypes.demand(recipe.appType);
    // main.py last: with it the board leaves the state in which boot.py asks for everything.
    for (const name of inStartingOrder(offered.files.keys()))
      files.push({ name, content: offered.files.get(name) ?? new Uint8Array(0) });
  }
  files.push({ name: 'provision.json', content: provisionJson(request, identity) });
  if (recipe.wifi === 'cable') {
    files.push({ name: 'wifi.json', content: json({ ssid: site.ssid, password: site.password }) });
  }
  if (recipe.config !== undefined) files.push({ name: 'config.json', content: configBytes(recipe.config) });
  // boot.py comes last: a board whose cable was pulled before is the board that it was.
  files.push({ name: 'boot.py', content: deps.bootPy });
  return files;
}

/** They would keep a hotfix in force over the type's own files; boot.py makes the first one anew. */
export const AFTER_A_WRITE = ['version.json', 'pending.json'] as const;

/** What an earlier life left: a board that is to be told through its access point must know no network, too. */
function leftovers({ recipe }: ProvisionRequest): string[] {
  return [...AFTER_A_WRITE, ...(recipe.wifi === 'ap' ? ['wifi.json'] : [])];
}

/** @returns the evidence: what the board read back from its own flash */
export async function writeFirmware(
  ctx: JobContext<ProvisionPhase>,
  board: Board,
  identity: KnownBoard,
  request: ProvisionRequest,
  deps: ProvisionDeps,
): Promise<string> {
  const files = await filesFor(request, identity, deps);
  await closeUpdate(board, { signal: ctx.signal });
  const result = await writeFiles(board, files, {
    signal: ctx.signal,
    onProgress: ({ done, total, what }) => ctx.moved({ done, total, file: what }, `Writing ${what}`),
  });
  const keyIds = (request.otaKeys ?? []).map(({ id }) => id);
  await deps.savePins(identity.mac, keyIds);
  await removeFiles(board, leftovers(request), { signal: ctx.signal });
  const hash = result.hashes['boot.py'] ?? '';
  return (
    `${result.written.length} files written, ${result.unchanged.length} there already; ${kilobytes(result.bytes)} ` +
    `went over the cable, and boot.py reads back as SHA-256 ${hash.slice(0, 16)}.` +
    (keyIds.length === 0 ? '' : ` It takes only what is signed with ${keyIds.join(' or ')}.`)
  );
}
