/** What the search can find: every part of the page that has an address, with its text. */
export interface Place {
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
  'script,style,svg text,svg title,annotation,.anchor,.controls,.inspector,.note-mark,button,nav,.rulers,[hidden]';
const PARTS = 'figure[id],details[id],.glossary > div,section,.chapter-head,header';

/** The element with the id that names a part. */
function named(part: Element): Element | null {
  return part.id !== '' ? part : part.querySelector(':scope > :is(h1,h2,h3,h4,dt)[id]');
}

/** An element's words without what only eyes need. */
export function wordsOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const extra of copy.querySelectorAll('.anchor,.controls,.take,button,sup')) extra.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The element whose words are a part's title. */
function titleOf(part: Element, head: Element): Element {
  if (part.matches('figure')) return part.querySelector('figcaption') ?? head;
  return part.matches('details') ? (part.querySelector('summary') ?? head) : head;
}

/** The element that holds the text of a search place. */
export function partOfPlace(id: string): Element | null {
  const head = document.getElementById(id);
  return head?.closest(PARTS) ?? head;
}

/** The text nodes of an element that a reader reads, in their order. */
export function* readableText(root: Element): Generator<Text> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node instanceof Text && !node.parentElement?.closest(SILENT)) yield node;
}

/** Every place of the page, each with its own text and without that of the places inside it. */
export function placesOf(main: Element): Place[] {
  const texts = new Map<Element, string[]>();
  let block: Element | null = null;
  for (const node of readableText(main)) {
    const part = node.parentElement?.closest(PARTS);
    const head = part && named(part);
    if (!part || !head) continue;
    const inTitle = titleOf(part, head).contains(node);
    const own = node.parentElement?.closest(BLOCKS) ?? null;
    const pieces = texts.get(part) ?? [];
    if (!inTitle) pieces.push(own === block ? node.data : ` ${node.data}`);
    texts.set(part, pieces);
    block = own;
  }
  return [...texts].flatMap(([part, pieces]) => {
    const head = named(part);
    if (!head) return [];
    const chapter = part.closest('article')?.querySelector('h2');
    return [
      {
        id: head.id,
        title: wordsOf(titleOf(part, head)),
        chapter: chapter ? wordsOf(chapter) : '',
        text: pieces.join('').replace(/\s+/g, ' ').trim(),
      },
    ];
  });
}
