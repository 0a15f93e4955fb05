import { visibleToken } from '#base/visible-space';
import type { Prose, ValuePart } from '#report/prose-parts';
import type { Target } from '#report/report-tree';
import { texOf } from './math.ts';
import type { InlineToken, PlacedPart } from './prose-tokens.ts';
import { parseInline } from './prose-tokens.ts';

/** A number as shown, with its unit unless the head of a table's column has it. */
export function valueAsText(part: ValuePart, withoutUnits = false): string {
  if (part.unit === '%') return `${part.text}%`;
  return part.unit === '' || withoutUnits ? part.text : `${part.text}\u00A0${part.unit}`;
}

/** A formula as one would type it: "k = 1/4", "log₂ 10". */
function texAsText(tex: string): string {
  return tex
    .replace(/\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\(?:text|mathrm|operatorname)\{([^{}]*)\}/g, '$1')
    .replace(/\{,\}/g, ',')
    .replace(/\\[,;: ]/g, ' ')
    .replace(/\\([a-zA-Z]+)/g, '$1')
    .replace(/\\([%{}$])/g, '$1')
    .replace(/([_^])(?:(\d)|\{([-\d/]+)\})/g, (_index, place: string, one = '', more = '') => {
      const signs = place === '_' ? '₀₁₂₃₄₅₆₇₈₉₋' : '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';
      return `${one}${more}`.replace(/[-\d]/g, (sign) => signs.charAt('0123456789-'.indexOf(sign)));
    });
}

function partAsText(part: PlacedPart, targets: ReadonlyMap<string, Target>): string {
  switch (part.type) {
    case 'value':
      return valueAsText(part);
    case 'text':
    case 'term':
    case 'coloured':
      return part.text;
    case 'token':
      return `“${visibleToken(part.text)}”`;
    case 'math':
      return texAsText(texOf(part));
    case 'ref':
      return targets.get(part.target)?.label ?? part.target;
    case 'cite':
      throw new Error(
        `a title or an alternative text cites "${part.work}"; cite belongs into the text of a section`,
      );
    case 'setting':
      return inlineAsText(parseInline(part.prose), targets);
    case 'medium':
      return inlineAsText(parseInline(part.static), targets);
  }
}

function inlineAsText(tokens: readonly InlineToken[], targets: ReadonlyMap<string, Target>): string {
  return tokens
    .map((token) => {
      switch (token.type) {
        case 'text':
        case 'code':
          return token.text;
        case 'part':
          return partAsText(token.part, targets);
        default:
          return inlineAsText(token.inner, targets);
      }
    })
    .join('');
}

/** Prose without markup, for titles, alternative texts and tool tips. Throws as parsing does. */
export function textOfProse(prose: Prose, targets: ReadonlyMap<string, Target>): string {
  return inlineAsText(parseInline(prose), targets)
    .replace(/[ \t\r\n]+/g, ' ')
    .trim();
}
