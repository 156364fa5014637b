/**
 * A lean copy of MicroPython source: the same tokens on the same lines, without what is there for people only
 * (comments, docstrings, spaces that part nothing). What a board compiles is the same, and so are the line numbers of
 * a traceback. See docs/decisions/0010.
 */

type Kind = 'comment' | 'text' | 'word' | 'end' | 'space' | 'sign';

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const TOKENS: readonly (readonly [Kind, RegExp])[] = [
  ['comment', /#[^\n]*/y],
  ['text', /[rbuf]{0,2}("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*\1/iy],
  ['text', /[rbuf]{0,2}(["'])(?:\\[\s\S]|(?!\1)[^\\\n])*\1/iy],
  ['word', /[\p{L}\p{N}_]+/uy],
  ['end', /\n/y],
  ['space', /(?:[ \t\f]|\\\n)+/y],
  ['sign', /\*\*=?|\/\/=?|<<=?|>>=?|[-+*/%&|^@:<>=!]=|->|[^\s\w'"\\]/uy],
];

/** @throws Error where no token begins: a string without an end, or no Python */
function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const token = tokenAt(source, at);
    if (token === undefined) throw new Error(`line ${source.slice(0, at).split('\n').length} cannot be read`);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(source: string, at: number): Token | undefined {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

/** A statement with the space before it; one that is empty, or a comment, has no meaning. */
interface Statement {
  readonly indent: string;
  /** Without comments. */
  readonly tokens: readonly Token[];
  /** Without spaces and line ends too. */
  readonly meaning: readonly Token[];
}

/** A line end inside brackets belongs to its statement. */
function statementsOf(tokens: readonly Token[]): Statement[] {
  const lines: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'sign')
      depth += Number('([{'.includes(token.text)) - Number(')]}'.includes(token.text));
    if (token.kind === 'end' && depth === 0) lines.push([]);
    else lines.at(-1)?.push(token);
  }
  return lines.map((line) => {
    const indent = line[0]?.kind === 'space' ? line[0].text : '';
    const kept = line.slice(indent === '' ? 0 : 1).filter(({ kind }) => kind !== 'comment');
    return {
      indent,
      tokens: kept,
      meaning: kept.filter(({ kind }) => kind !== 'space' && kind !== 'end'),
    };
  });
}

/** Would the two be read as one, or as something else, without the space between them? */
function mustPart(left: Token, right: Token): boolean {
  if (left.kind === 'word')
    return /^[\p{L}\p{N}_]/u.test(right.text) || (/^\d/.test(left.text) && right.text === '.');
  return (
    left.kind === 'sign' && right.kind === 'sign' && tokenAt(left.text + right.text, 0)?.text !== left.text
  );
}

function joined({ indent, tokens }: Statement): string {
  let out = indent;
  let left: Token | undefined;
  let parted = false;
  for (const token of tokens) {
    if (token.kind === 'space') {
      const lines = newlines([token]);
      // The line goes on after a backslash.
      out += lines === '' ? '' : lines.replaceAll('\n', '\\\n');
      parted = lines === '';
    } else if (token.kind === 'end') {
      out += '\n';
      left = undefined;
    } else {
      if (parted && left && mustPart(left, token)) out += ' ';
      out += token.text;
      left = token;
      parted = false;
    }
  }
  return out;
}

const newlines = (tokens: readonly Token[]): string =>
  tokens.map(({ text }) => text.replace(/[^\n]/g, '')).join('');

/** A text that stands alone: the compiler drops it. */
function isDocstring({ meaning }: Statement): boolean {
  return meaning.length === 1 && meaning[0]?.kind === 'text' && !/^r?f/i.test(meaning[0].text);
}

/** @throws Error for what cannot be Python */
export function leanOf(source: string): string {
  const statements = statementsOf(tokensOf(source.replaceAll('\r\n', '\n')));
  return statements
    .map((statement, index) => {
      if (statement.meaning.length > 0 && !isDocstring(statement)) return joined(statement);
      const lines = newlines(statement.tokens);
      return isDocstring(statement) && isAlone(statements, index) ? `${statement.indent}pass${lines}` : lines;
    })
    .join('\n');
}

/** Is it all that its block has? */
function isAlone(statements: readonly Statement[], index: number): boolean {
  const speaks = ({ meaning }: Statement) => meaning.length > 0;
  const before = statements.slice(0, index).findLast(speaks);
  const after = statements.slice(index + 1).find(speaks);
  const indent = statements[index]?.indent.length ?? 0;
  return before?.meaning.at(-1)?.text === ':' && (after === undefined || after.indent.length < indent);
}
