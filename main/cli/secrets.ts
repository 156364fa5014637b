/** Passwords come from a file, standard input or a prompt; an argument would stand in the shell's history. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import askPassword from '@inquirer/password';
import { Failure } from '../../preload/contract/errors.ts';
import { problemOf } from '../problem.ts';

export interface SecretSource {
  /** What it is for: `the password of Bench`. */
  readonly what: string;
  /** `-`: standard input. Undefined: a prompt. */
  readonly file?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The first line, without its line feed.
 * @throws Failure `file-unreadable`, `bad-usage` when there is nobody to ask
 */
export async function readSecret({ what, file, signal }: SecretSource): Promise<string> {
  if (file !== undefined) return firstLine(file === '-' ? await text(process.stdin) : await readText(file));
  if (!process.stdin.isTTY) {
    throw new Failure('bad-usage', { problem: `${what} is needed: name a file, or "-" for standard input` });
  }
  return askPassword({ message: `${what}:`, mask: true }, { signal });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure('file-unreadable', { path: file, problem: problemOf(error) }, error);
  }
}

function firstLine(content: string): string {
  return content.split(/\r?\n/, 1)[0] ?? '';
}
