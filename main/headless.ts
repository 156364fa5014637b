#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/** The plain-Node entry: the command line, without Electron. */
import { runCommandLine } from './cli/main.ts';

// `bootbench devices | head -1`: who reads has had enough.
process.stdout.on('error', () => process.exit());

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('stopped by Ctrl-C')));
process.once('SIGTERM', () => stop.abort(new Error('stopped')));

process.exitCode = await runCommandLine(process.argv.slice(2), stop.signal);
