import type { OutputBlock } from '#report/block';
import { layChosenFlat, quoteProse } from './prose-tokens.ts';
import { valueAsText } from './text-of-prose.ts';

/** As Python and JavaScript write a string: in quotation marks, a line break as two signs. */
const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** Output in the signs of a terminal. Throws an Error on a part that no program prints, such as a link. */
export function shownOutput({ lines }: OutputBlock): string {
  const printed = lines.map((line) =>
    layChosenFlat(line.parts).map((part) => {
      switch (part.type) {
        case 'literal':
          return part.markdown;
        case 'value':
          return valueAsText(part).replaceAll('\u2212', '-').replaceAll('\u00A0', ' ');
        case 'text':
          return part.text;
        case 'token':
          return quoted(part.text);
        default:
          throw new Error(`no program prints a ${part.type}, in ${quoteProse(line)}`);
      }
    }),
  );
  return printed.map((parts) => parts.join('')).join('\n');
}
