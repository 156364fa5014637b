#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/** The plain-Node entry: the command line, without Electron. */
import { runCommandLine } from './cli/main.ts';

const stop = new AbortController();
// `bootbench run endless.py | head -1`: who reads has had enough, and that is no failure. A board is given back all the same.
let hasReader = true;
process.stdout.on('error', () => {
  hasReader = false;
  stop.abort(new Error('nobody reads'));
});
process.once('SIGINT', () => stop.abort(new Error('stopped by Ctrl-C')));
process.once('SIGTERM', () => stop.abort(new Error('stopped')));

// A command may wait for nothing but a board to come back, and what tells of ports keeps no process alive.
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const alive = setInterval(() => {}, LONGEST_TIMER_MS);
const code = await runCommandLine(process.argv.slice(2), stop.signal);
clearInterval(alive);
// All is closed by now. Node 24.21, left to end by itself under load, was seen to spin for ever in its own clean-up of
// handles after threads had run; so it is told to end when everything that was printed has gone out.
process.stdout.write('', () => process.exit(hasReader ? code : 0));
