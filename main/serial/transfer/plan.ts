/**
 * Cuts files into statements for the board: pure, so that its sizes and its coding can be tested without one.
 *
 * A piece of at most 4,096 bytes (one littlefs block) is deflated with window 12 and the last 4,096 deflated bytes as
 * its dictionary; where that gains nothing it is sent as it is. Measured against base64, one file an exec and a binary
 * receiver: fastest or equal, and it needs no change of the interrupt character.
 */
import { concat, utf8 } from '../bytes.ts';
import type { BoardFile } from '../file-types.ts';
import { bytesLiteral } from '../repl/python.ts';
import { deflateOnce } from './deflate/once.ts';
import { closeFile, openFile } from './script.ts';

const PIECE = 4096;
const SMALLEST_PIECE = 64;

export interface PlanOptions {
  readonly coding: 'deflate' | 'stored';
  readonly flow: 'window' | 'paced';
  /** Bytes of source in one exec, about. */
  readonly limit: number;
}

export interface FileToSend extends BoardFile {
  readonly sha256: Uint8Array;
}

/** Statements that make one exec, and what they do: the sizes of its writes and the files that it closes. */
export interface Batch {
  readonly source: Uint8Array;
  readonly writes: readonly number[];
  readonly closes: readonly string[];
}

interface Statement {
  readonly source: Uint8Array;
  readonly write?: number;
  readonly close?: string;
}

/** All batches for these files. Run the definitions (`writerStart`) first: the first piece has no dictionary. */
export function* plan(files: readonly FileToSend[], options: PlanOptions): Generator<Batch> {
  let statements: Statement[] = [];
  let size = 0;
  for (const statement of allStatements(files, options)) {
    if (size > 0 && size + statement.source.length > options.limit) {
      yield batch(statements);
      statements = [];
      size = 0;
    }
    statements.push(statement);
    size += statement.source.length;
  }
  if (statements.length > 0) yield batch(statements);
}

function batch(statements: readonly Statement[]): Batch {
  return {
    source: concat(statements.map((statement) => statement.source)),
    writes: statements.flatMap((statement) => statement.write ?? []),
    closes: statements.flatMap((statement) => statement.close ?? []),
  };
}

function* allStatements(files: readonly FileToSend[], options: PlanOptions): Generator<Statement> {
  let dictionary: Uint8Array = new Uint8Array(0);
  for (const file of files) {
    yield { source: openFile(file.name) };
    let at = 0;
    while (at < file.content.length) {
      let size = Math.min(PIECE, file.content.length - at);
      let coded = code(file.content.subarray(at, at + size), dictionary, options);
      while (coded.source.length > options.limit && size > SMALLEST_PIECE) {
        size = Math.ceil(size / 2);
        coded = code(file.content.subarray(at, at + size), dictionary, options);
      }
      dictionary = coded.dictionary;
      at += size;
      yield { source: coded.source, write: size };
    }
    yield { source: closeFile(file.sha256, options.flow), close: file.name };
  }
}

function code(
  piece: Uint8Array,
  dictionary: Uint8Array,
  options: PlanOptions,
): { source: Uint8Array; dictionary: Uint8Array } {
  const stored = concat([utf8('_S('), bytesLiteral(piece, options.flow), utf8(')\n')]);
  if (options.coding === 'stored') return { source: stored, dictionary };
  const packed = deflateOnce(piece, { history: dictionary, windowBits: 12, end: 'sync-flush' });
  const deflated = concat([utf8('_D('), bytesLiteral(packed, options.flow), utf8(`,${piece.length})\n`)]);
  if (deflated.length >= stored.length) return { source: stored, dictionary };
  return { source: deflated, dictionary: concat([dictionary, piece]).slice(-PIECE) };
}
