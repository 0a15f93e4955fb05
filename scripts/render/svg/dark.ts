import { DARK_OF_LIGHT } from '#page-model/colours';
import { allElements, parseSvg } from './tree.ts';

export const COLOURED: ReadonlySet<string> = new Set(['fill', 'stroke', 'stop-color']);
export const NO_COLOUR = /^(?:none|transparent|url\(.*\))$/;

/** Every colour that drawings use, with the attribute it is used in, each pair once and in a fixed order. */
export function coloursUsed(drawings: readonly string[]) {
  const pairs = drawings
    .flatMap((svg) => allElements(parseSvg(svg)))
    .flatMap(({ attributes }) => [...attributes])
    .filter(([attribute, colour]) => COLOURED.has(attribute) && !NO_COLOUR.test(colour));
  return [...new Set(pairs.map((pair) => pair.join(' ')))].sort().map((pair) => {
    const [attribute = '', colour = ''] = pair.split(' ');
    return { attribute, colour };
  });
}

/** CSS rules for dark paper, each behind `scope` ('svg', ':root[data-theme=dark] svg'). */
export function darkRules(uses: ReturnType<typeof coloursUsed>, scope: string): string {
  return uses
    .map(({ attribute, colour }) => {
      const dark = DARK_OF_LIGHT.get(colour);
      return `${scope} [${attribute}="${colour}"]{${attribute}:${dark}}`;
    })
    .join('');
}
