import type { InlinePart, Prose } from './prose-parts.ts';

/** Prose without any markup, for labels and checks: values as shown, math as TeX. */
export function plainText(prose: Prose, { withoutUnits = false } = {}): string {
  const show = (part: InlinePart): string => {
    switch (part.type) {
      case 'value':
        if (part.unit === '%') return `${part.text}%`;
        return part.unit === '' || withoutUnits ? part.text : `${part.text} ${part.unit}`;
      case 'text':
      case 'token':
      case 'term':
      case 'coloured':
        return part.text;
      case 'math':
        return part.tex.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
      case 'ref':
        return part.target;
      case 'cite':
        return part.work;
      case 'finding':
      case 'setting':
        return plainText(part.prose, { withoutUnits });
      case 'medium':
        return plainText(part.static, { withoutUnits });
    }
  };
  return prose.parts
    .map((part) => (part.type === 'literal' ? part.markdown.replaceAll(/[*_`]/g, '') : show(part)))
    .join('');
}
