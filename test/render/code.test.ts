import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { highlight, moduleFile, pythonRepr, readRegion, regionOf, shownOutput } from '#render/shared/code';
import { output } from '#report/block';
import { prose } from '#report/prose';
import { given, token } from '#report/values';
import { hasPython, printedByPython } from '../chapters/shown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const source = `import x from 'y';
// #region outer
export function outer() {
  // #region inner
  if (a < b) {

    return 1;
  }
  // #endregion inner
}
// #endregion outer
`;

describe('a region of code', () => {
  it('is what stands between its marks, without indentation and without other marks', () => {
    expect(regionOf(source, 'inner', 'f.ts')).toBe('if (a < b) {\n\n  return 1;\n}');
    expect(regionOf(source, 'outer', 'f.ts')).toBe(
      'export function outer() {\n  if (a < b) {\n\n    return 1;\n  }\n}',
    );
  });

  it('is marked by comments of Python, too', () => {
    const python = '#region all\nif a:\n    #region one\n    b # stays\n    #endregion one\n#endregion all';
    expect(regionOf(python, 'one', 'f.py')).toBe('b # stays');
    expect(regionOf(python, 'all', 'f.py')).toBe('if a:\n    b # stays');
  });

  it('is found through the imports of package.json', () => {
    expect(moduleFile('#numerics/softmax', root)).toBe('scripts/numerics/softmax.ts');
    expect(moduleFile('#chapters/01-x/next-token', root)).toBe('chapters/01-x/next-token.ts');
    expect(moduleFile('#chapters/01-x/next-token.py', root)).toBe('chapters/01-x/next-token.py');
    expect(readRegion('#render/page/page-colours', 'tints', root).source).toMatch(/^\/\*\* Tints of/);
  });

  it.each([
    ['of an unknown room', () => moduleFile('#nowhere/x', root), /#nowhere\/x/],
    ['of an unknown file', () => readRegion('#render/nothing', 'x', root), /scripts\/render\/nothing\.ts/],
    ['that is not there', () => regionOf(source, 'missing', 'f.ts'), /f\.ts has no region "missing"/],
    ['that never ends', () => regionOf('// #region a\nx', 'a', 'f.ts'), /#endregion a/],
    ['that is there twice', () => regionOf(source + source, 'outer', 'f.ts'), /twice/],
    ['that is empty', () => regionOf('// #region a\n\n// #endregion a', 'a', 'f.ts'), /empty/],
  ])('%s fails', (_name, run, message) => {
    expect(run).toThrow(message);
  });
});

describe('highlighted code', () => {
  it('is escaped and marked by classes', () => {
    const html = highlight('const a = "<b>" // & c', 'ts');
    expect(html).toContain('<span class="hljs-keyword">const</span>');
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain(' style=');
  });
});

describe('output', () => {
  it('is in the signs of a terminal', () => {
    const tokens = [` it's "so"`, '\n'].map((piece) => prose`${token(piece as never)} ${given(-1.5)}`);
    expect(shownOutput(output([...tokens, prose`to a person`]))).toBe(
      `' it\\'s "so"' -1.5\n'\\n' -1.5\nto a person`,
    );
  });

  it.runIf(hasPython)('has tokens as Python writes them', () => {
    const texts = [...' \n\'"\\\u000B\u0000\u007F\u00A0é\u200B\uFFFD\u3000🙂\u{E0001}日', "it's", `"it's"`];
    const printed = printedByPython(
      `import json\nfor text in json.loads(${JSON.stringify(JSON.stringify(texts))}): print(repr(text))`,
    );
    expect(texts.map(pythonRepr)).toEqual(printed.split('\n'));
  });
});
