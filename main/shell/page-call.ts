/** Calls the bench as a page would: from inside the page, through its bridge and the door. */
import type { WebContents } from 'electron';
import { type CallName, type CallParams, type CallResult, calls } from '../../preload/contract/api.ts';
import { BRIDGE } from '../../preload/contract/bridge.ts';
import { Failure, failureData } from '../../preload/contract/errors.ts';
import { serverMessage } from '../../preload/contract/messages.ts';

/** The page counts its own calls from 0; these numbers are out of its way. */
let nextId = 1_000_000_000;

/** @throws Failure of the code that the bench answered with; Error when the page has no bridge */
export async function callInPage<N extends CallName>(
  contents: WebContents,
  name: N,
  params: CallParams<N>,
): Promise<CallResult<N>> {
  const call = { type: 'call', id: nextId++, name, params };
  const answer = serverMessage.parse(await contents.executeJavaScript(script(call)));
  if (answer.type === 'failed') {
    const { code, params: why } = failureData.parse(answer.failure);
    throw new Failure('unexpected', { detail: `${name} failed: ${code} ${JSON.stringify(why)}` });
  }
  if (answer.type !== 'result') throw new Error(`${name} was answered with ${answer.type}`);
  return calls[name].result.parse(answer.value) as CallResult<N>;
}

/** Runs in the page. Data goes in as JSON, so that nothing of it is code. */
function script(call: { readonly id: number }): string {
  return `new Promise((resolve) => {
    const bridge = window[${JSON.stringify(BRIDGE)}];
    const stop = bridge.subscribe((message) => {
      if (message.id !== ${call.id} || message.type === 'progress') return;
      stop();
      resolve(message);
    });
    bridge.send(${JSON.stringify(call)});
  })`;
}
