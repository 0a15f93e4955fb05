import type { OutputBlock } from '#report/block';
import { layFindingsFlat, quoteProse } from './prose-tokens.ts';
import { valueAsText } from './text-of-prose.ts';

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** What Python's `repr` writes as a number: controls, spaces but the usual one, and what is no character yet. */
const IS_ESCAPED = /^(?! )[\p{C}\p{Z}]$/u;

/** A string as Python's `repr` writes it. */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const signs = [...text].map((sign) => {
    if (sign === quote) return `\\${sign}`;
    if (!IS_ESCAPED.test(sign)) return NAMED[sign] ?? sign;
    const code = sign.codePointAt(0) ?? 0;
    const hex = (digits: number) => code.toString(16).padStart(digits, '0');
    return NAMED[sign] ?? (code < 256 ? `\\x${hex(2)}` : code < 65536 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
  });
  return `${quote}${signs.join('')}${quote}`;
}

/** Output in the signs of a terminal. Throws an Error on a part that no program prints, such as a link. */
export function shownOutput({ lines }: OutputBlock): string {
  const printed = lines.map((line) =>
    layFindingsFlat(line.parts).map((part) => {
      switch (part.type) {
        case 'literal':
          return part.markdown;
        case 'value':
          return valueAsText(part).replaceAll('\u2212', '-').replaceAll('\u00A0', ' ');
        case 'text':
          return part.text;
        case 'token':
          return pythonRepr(part.text);
        default:
          throw new Error(`no program prints a ${part.type}, in ${quoteProse(line)}`);
      }
    }),
  );
  return printed.map((parts) => parts.join('')).join('\n');
}
