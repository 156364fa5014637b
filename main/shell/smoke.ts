/**
 * `--smoke`: what can only be tried where Electron is. The page comes up, a call goes through the door, and a virtual
 * board becomes a proven device, all of it asked for from inside the page. A line a step; the last one is PASS or FAIL.
 */
import type { WebContents } from 'electron';
import type { Recipe } from '../../preload/contract/models.ts';
import { passport } from '../../preload/contract/models.ts';
import type { Bench } from '../bench.ts';
import { VIRTUAL_SITE } from '../virtual/index.ts';
import { callInPage } from './page-call.ts';

const RECIPE: Recipe = {
  name: 'smoke',
  kind: 'pico',
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'skip',
};
const PAGE_LIMIT_MS = 20_000;
const ALL_LIMIT_MS = 90_000;

export interface SmokeOptions {
  readonly contents: WebContents;
  /** Resolves when the page was loaded, rejects when it could not be. */
  readonly load: () => Promise<void>;
  readonly bench: Bench;
  readonly say: (line: string) => void;
}

/** Gives the exit code. Never throws. */
export async function runSmoke(options: SmokeOptions): Promise<0 | 1> {
  const { say } = options;
  const startedAt = Date.now();
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error(`not done in ${ALL_LIMIT_MS} ms`)), ALL_LIMIT_MS);
  try {
    await Promise.race([steps(options), limit.promise]);
    say(`PASS in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    return 0;
  } catch (error) {
    say(`FAIL ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    clearTimeout(timer);
  }
}

async function steps({ contents, load, bench, say }: SmokeOptions): Promise<void> {
  await load();
  say(`page      ${await untilDrawn(contents)} characters of text are on it`);

  const about = await callInPage(contents, 'bench.about', {});
  if (about.door !== 'electron') throw new Error(`the page speaks through the ${about.door} door`);
  say(`door      Bootbench ${about.version} on ${about.platform} answered`);

  const { port } = await callInPage(contents, 'boards.addVirtual', { kind: 'pico' });
  say(`board     ${port} is plugged in`);

  const { job } = await callInPage(contents, 'jobs.provision', {
    port,
    recipe: RECIPE,
    ssid: VIRTUAL_SITE.ssid,
    password: VIRTUAL_SITE.password,
  });
  const end = await bench.jobs.finished(job);
  if (end.status !== 'done') throw new Error(`the board: ${JSON.stringify(end)}`);
  const { deviceId, proofs } = passport.parse(end.result);
  for (const { step, evidence } of proofs) say(`${step.padEnd(9)} ${evidence}`);
  say(`device    ${deviceId} proved itself`);
}

/** Until there is something to read on the page: a page whose script failed stays empty. */
async function untilDrawn(contents: WebContents): Promise<number> {
  const found: unknown = await contents.executeJavaScript(`new Promise((resolve) => {
    const end = Date.now() + ${PAGE_LIMIT_MS};
    const look = () => {
      const length = document.body.innerText.trim().length;
      if (length > 0 || Date.now() > end) resolve(length);
      else setTimeout(look, 20);
    };
    look();
  })`);
  if (typeof found !== 'number' || found === 0) throw new Error('the page stayed empty');
  return found;
}
