/**
 * What one file imports, read with the parser that Vite brings along (oxc): comments and strings cannot fool it,
 * TypeScript is understood, and it costs no further dependency.
 *
 * Seen: `import`, `import type`, `export … from`, `import()`, `import('…').T`, `import x = require()`, `require()`,
 * `require.resolve()`, `import.meta.resolve()`, `process.getBuiltinModule()` and `new URL('…', import.meta.url)`,
 * which is how a worker is named.
 */
import { parseSync, Visitor } from 'vite';

export interface Import {
  /** As written; null when only running the code would tell. */
  readonly specifier: string | null;
  readonly line: number;
  /** `url` names a file without importing it. */
  readonly how: 'import' | 'url';
  /** True when type stripping leaves nothing of it. */
  readonly typeOnly: boolean;
}

/** Throws when the file cannot be parsed. */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);

  const found: Import[] = [];
  const add = (start: number, specifier: string | null, how: Import['how'] = 'import', typeOnly = false) =>
    found.push({ specifier, line: text.slice(0, start).split('\n').length, how, typeOnly });

  new Visitor({
    ImportDeclaration: (node) =>
      add(node.start, node.source.value, 'import', node.importKind === 'type' || allTypes(node.specifiers)),
    ExportAllDeclaration: (node) => add(node.start, node.source.value, 'import', node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.start, node.source.value, 'import', node.exportKind === 'type');
    },
    ImportExpression: (node) => add(node.start, textOf(node.source)),
    TSImportType: (node) => add(node.start, textOf(node.source), 'import', true),
    TSExternalModuleReference: (node) => add(node.start, textOf(node.expression)),
    CallExpression: (node) => {
      const callee = text.slice(node.callee.start, node.callee.end).replaceAll(/\s/g, '');
      if (LOADERS.has(callee)) add(node.start, textOf(node.arguments[0]));
    },
    NewExpression: (node) => {
      const [name, base] = node.arguments;
      if (text.slice(node.callee.start, node.callee.end) !== 'URL' || base === undefined) return;
      const specifier = textOf(name);
      if (specifier !== null && text.slice(base.start, base.end) === 'import.meta.url') {
        add(node.start, specifier, 'url');
      }
    },
  }).visit(program);
  return found;
}

/** Calls that load what their first argument names. */
const LOADERS = new Set(['require', 'require.resolve', 'import.meta.resolve', 'process.getBuiltinModule']);

function allTypes(specifiers: readonly { readonly type: string }[]): boolean {
  const isType = (one: { readonly type: string }) => 'importKind' in one && one.importKind === 'type';
  return specifiers.length > 0 && specifiers.every(isType);
}

/** The text of a string, also of a template without holes; null of anything else. */
function textOf(node: unknown): string | null {
  if (typeof node !== 'object' || node === null || !('type' in node)) return null;
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && 'quasis' in node && Array.isArray(node.quasis)) {
    if (node.quasis.length === 1) return node.quasis[0].value.cooked;
  }
  return null;
}
