/** What the search can find: every part of a page that has an address, with its text. */
export interface Place {
  /** The page it is on, below output/; without it, the page that is open. */
  readonly page?: string;
  /** The element's id, which is also where a result leads. */
  readonly id: string;
  /** "1.3 From scores to probabilities", "Table 2.4", a term of the glossary. */
  readonly title: string;
  /** The chapter's title, '' outside of chapters. */
  readonly chapter: string;
  readonly text: string;
}

const BLOCKS = 'p,li,td,th,dt,dd,figcaption,summary,pre,h1,h2,h3,h4,desc,blockquote,div';
const SILENT =
  'script,style,svg > :not(desc),annotation,.anchor,.controls,.inspector,.margin-note,.static-only,.take,button,nav,.rulers,[hidden]';
const PARTS = 'figure[id],details[id],.glossary > div,section,.chapter-head,header';

/** The element with the id that names a part. */
function named(part: Element): Element | null {
  return part.id !== '' ? part : part.querySelector(':scope > :is(h1,h2,h3,h4,dt)[id]');
}

/** An element's words without what only eyes need. */
export function wordsOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const extra of copy.querySelectorAll(
    '.anchor,.controls,.margin-note,.take,.static-only,annotation,button,sup',
  ))
    extra.remove();
  for (const formula of copy.querySelectorAll('math')) formula.replaceWith(formulaInLine(formula));
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The element whose words are a part's title. */
function titleOf(part: Element, head: Element): Element {
  if (part.matches('figure')) return part.querySelector('figcaption') ?? head;
  if (part.matches('.cover')) return part.querySelector('h1') ?? head;
  return part.matches('details') ? (part.querySelector('summary') ?? head) : head;
}

/** The element that holds the text of a search place. */
export function partOfPlace(id: string): Element | null {
  const head = document.getElementById(id);
  return head?.closest(PARTS) ?? head;
}

/** The text nodes of an element that a reader reads, in their order. */
export function* readableText(
  root: Element,
  silent: ReadonlySet<Node> = new Set(root.querySelectorAll(SILENT)),
): Generator<Text> {
  for (const node of root.childNodes) {
    if (node.nodeType === node.TEXT_NODE) yield node as Text;
    else if (!silent.has(node)) yield* readableText(node as Element, silent);
  }
}

/** The innermost of some elements that a node stands in. */
function nearestOf(elements: ReadonlySet<Element>, node: Node): Element | null {
  let element = node.parentElement;
  while (element && !elements.has(element)) element = element.parentElement;
  return element;
}

const inBrackets = (text: string): string => (text.length > 1 ? `(${text})` : text);

/** A formula in a line: "e^(z_i)/∑_j e^(z_j)". */
function formulaInLine(node: Element): string {
  const inner = [...node.children].map(formulaInLine);
  const [base = '', low = '', high = ''] = inner;
  // A sum's range and what is summed are apart.
  const end = node.firstElementChild?.localName === 'mo' ? ' ' : '';
  switch (node.localName) {
    case 'annotation':
      return '';
    case 'mfrac':
      return `${inBrackets(base)}/${inBrackets(low)}`;
    case 'msub':
    case 'munder':
      return `${base}_${inBrackets(low)}${end}`;
    case 'msup':
    case 'mover':
      return `${base}^${inBrackets(low)}`;
    case 'msubsup':
    case 'munderover':
      return `${base}_${inBrackets(low)}^${inBrackets(high)}${end}`;
    case 'msqrt':
      return `√${inBrackets(inner.join(''))}`;
    case 'mspace':
    case 'mtr':
      return ` ${inner.join('')} `;
    case 'mo': {
      const sign = node.textContent ?? '';
      return /^[=<>≤≥≈→+−·×⊕⊗∘∗]$/.test(sign) ? ` ${sign} ` : sign;
    }
    default:
      return inner.length > 0 ? inner.join('') : (node.textContent ?? '');
  }
}

interface Reading {
  readonly head: Element;
  readonly title: Element;
  readonly pieces: string[];
}

/** Every place in a page or a piece of one, each with its own text and without that of the places inside it. */
export function placesOf(main: Element): Place[] {
  const parts = new Set(main.querySelectorAll(PARTS));
  if (main.matches(PARTS)) parts.add(main);
  const blocks = new Set(main.querySelectorAll(BLOCKS));
  const formulas = new Set(main.querySelectorAll('math'));
  const readings = new Map<Element, Reading>();
  for (const part of parts) {
    const head = named(part);
    if (head) readings.set(part, { head, title: titleOf(part, head), pieces: [] });
  }
  let block: Element | null = null;
  let lastFormula: Element | null = null;
  for (const node of readableText(main)) {
    const part = nearestOf(parts, node);
    const reading = part && readings.get(part);
    if (!reading) continue;
    const own = nearestOf(blocks, node);
    const formula = nearestOf(formulas, node);
    const isRead = reading.title.contains(node) || (formula !== null && formula === lastFormula);
    const words = formula ? formulaInLine(formula) : node.data;
    if (!isRead) reading.pieces.push(own === block ? words : ` ${words}`);
    block = own;
    lastFormula = formula;
  }
  return [...readings].map(([part, { head, title, pieces }]) => {
    const chapter = part.closest('article')?.querySelector('h2');
    return {
      id: head.id,
      title: wordsOf(title),
      chapter: chapter ? wordsOf(chapter) : '',
      text: pieces.join('').replace(/\s+/g, ' ').trim(),
    };
  });
}
