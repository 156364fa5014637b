/**
 * In which order test files run: the longest first, as Vitest has it, and those that need a page after all others.
 * Files share a process only with files of the same environment, and only with the next in line: mixed, every change
 * from one kind to the other would start another process.
 */
import { open } from 'node:fs/promises';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const MARK = '// @vitest-environment';

export class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const kinds = new Map(await Promise.all(sorted.map(async (file) => [file, await kindOf(file)] as const)));
    const place = (file: TestSpecification) => kinds.get(file) ?? 0;
    const group = (file: TestSpecification) => file.project.config.sequence.groupOrder;
    return sorted.sort((a, b) => group(a) - group(b) || place(a) - place(b));
  }
}

/** 1 with a page, 0 without. */
async function kindOf({ moduleId }: TestSpecification): Promise<0 | 1> {
  const file = await open(moduleId);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MARK.length), 0, MARK.length, 0);
    return buffer.toString('utf8', 0, bytesRead) === MARK ? 1 : 0;
  } finally {
    await file.close();
  }
}
