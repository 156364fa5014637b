/** Holds a set of files against the rules. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type Import, importsOf } from './imports-of.ts';
import { knowsElectron, rules, type Target, UNREADABLE, WHOLE_RULES } from './rules.ts';

export interface Violation {
  readonly rule: string;
  /** One line for a developer: where, what, and the reason. */
  readonly text: string;
}

interface Edge extends Import {
  readonly target: Target;
}

/** Repository path (forward slashes) to source text. */
export type Files = ReadonlyMap<string, string>;

/**
 * `files`: all shipped sources. `others`: paths that exist besides them and may be imported (JSON, styles).
 * `dependencies`: the packages that are packed.
 */
export function check(
  files: Files,
  others: ReadonlySet<string>,
  dependencies: ReadonlySet<string>,
): Violation[] {
  const violations: Violation[] = [];
  const graph = new Map<string, Edge[]>();
  const report = (rule: { name: string; reason: string }, where: string, what: string) =>
    violations.push({ rule: rule.name, text: `${where} ${what}\n    ${rule.name}: ${rule.reason}` });

  for (const [path, text] of files) {
    const edges: Edge[] = [];
    for (const found of importsOf(path, text)) {
      const where = `${path}:${found.line}`;
      if (found.specifier === null) {
        if (!UNREADABLE.has(path)) report(WHOLE_RULES.readable, where, 'imports what cannot be read');
        continue;
      }
      const target = resolve(path, found, found.specifier);
      edges.push({ ...found, target });
      if (target.kind === 'file' && found.how === 'import') {
        if (!files.has(target.path) && !others.has(target.path)) {
          report(WHOLE_RULES.exists, where, `imports ${found.specifier}, which is not there`);
        }
      }
      for (const rule of rules(dependencies)) {
        if (rule.from(path) && rule.forbids(target, path)) {
          report(rule, where, `imports ${found.specifier}`);
        }
      }
    }
    graph.set(path, edges);
  }

  const meeting = wayToElectron(graph, 'main/headless.ts');
  if (meeting !== undefined)
    report(WHOLE_RULES.headless, 'main/headless.ts', `reaches it: ${meeting.join(' → ')}`);
  for (const cycle of cyclesOf(graph))
    report(WHOLE_RULES.cycle, cycle[0] ?? '', `runs in a circle: ${cycle.join(' → ')}`);
  return violations;
}

function resolve(from: string, { typeOnly, how }: Import, specifier: string): Target {
  if (how === 'url' || /^\.{1,2}(\/|$)/.test(specifier)) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier), typeOnly };
  }
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier, typeOnly };
  const [scope = '', second = ''] = specifier.split('/');
  return { kind: 'package', name: scope.startsWith('@') ? `${scope}/${second}` : scope, typeOnly };
}

/** The files from `start` to the first one that knows Electron or imports it; undefined when there is none. */
function wayToElectron(graph: ReadonlyMap<string, Edge[]>, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set([start]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const { target } of graph.get(way.at(-1) ?? '') ?? []) {
      if (target.kind === 'package' && target.name === 'electron') return [...way, 'electron'];
      if (target.kind !== 'file' || seen.has(target.path)) continue;
      const longer = [...way, target.path];
      if (knowsElectron(target.path)) return longer;
      seen.add(target.path);
      ways.push(longer);
    }
  }
  return undefined;
}

/** Each circle of imports once, from its first file (by name) back to it. A file named by URL is not imported. */
function cyclesOf(graph: ReadonlyMap<string, Edge[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const at = path.indexOf(file);
    if (at >= 0) {
      cycles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const { target, how } of graph.get(file) ?? []) {
      if (target.kind === 'file' && how === 'import') visit(target.path);
    }
    path.pop();
    done.add(file);
  };
  for (const file of [...graph.keys()].sort()) visit(file);
  return cycles;
}
