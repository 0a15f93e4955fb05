import { COLOURS } from '../../scripts/page-model/colours';
import { svgElement } from './element';

/** A drawing of the page as a file of its own, which says what it shows and where it is from. */

/** What a file says beside the drawing: to those who see it, below the drawing, and to those who do not. */
export interface PictureWords {
  readonly title: string;
  readonly description: string;
  readonly below: readonly string[];
}

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const COLOURED = ['fill', 'stroke', 'stop-color'] as const;
/** Paper around a drawing on its own, in px. */
const MARGIN = 14;
/** How many pixels of a PNG make one of the drawing's. */
const PNG_SCALE = 3;
/** The words below a drawing, in px, and the fonts they are set in. */
const TEXT_SIZE = 11;
const LINE_HEIGHT = 15;
const FONTS = 'RptSans, RptMath, RptFallback';

/** The @font-face rules of the page for what a drawing and the words below it are written in. */
function fontRules(drawing: SVGSVGElement): string {
  const used = new Set([
    'RptSans 400',
    ...[...drawing.querySelectorAll('text')].flatMap((text) => {
      const { fontFamily, fontWeight } = getComputedStyle(text);
      return fontFamily.split(',').map((family) => `${family.trim()} ${fontWeight}`);
    }),
  ]);
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => {
      const family = style.getPropertyValue('font-family').replaceAll('"', '');
      const hasOneWeight = family === 'RptMath' || family === 'RptFallback';
      return used.has(`${family} ${style.getPropertyValue('font-weight')}`) || hasOneWeight;
    })
    .map((rule) => rule.cssText)
    .join('\n');
}

/** A text in lines that are at most so wide. */
function wrapped(text: string, width: number): string[] {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${TEXT_SIZE}px ${FONTS}`;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && (context?.measureText(longer).width ?? 0) <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Writes into a copy the colours that the reader sees: on dark paper the page exchanges those of the drawing. */
function showAsSeen(copy: SVGSVGElement, drawing: SVGSVGElement): void {
  const shown = drawing.querySelectorAll('*');
  for (const [index, element] of copy.querySelectorAll('*').entries()) {
    const original = shown[index];
    for (const attribute of COLOURED)
      if (original && element.hasAttribute(attribute) && !element.getAttribute(attribute)?.startsWith('url'))
        element.setAttribute(attribute, getComputedStyle(original).getPropertyValue(attribute));
  }
}

/** A drawing as an SVG file: light, or as the reader sees it, with its words, fonts and paper. */
export function pictureOf(drawing: SVGSVGElement, words: PictureWords, inDark: boolean): Picture {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const isDark = inDark && getComputedStyle(document.documentElement).colorScheme === 'dark';
  if (isDark) showAsSeen(copy, drawing);
  const side = isDark ? 'dark' : 'light';
  const box = drawing.viewBox.baseVal;
  const lines = words.below.flatMap((text) => wrapped(text, box.width));
  const [x, y, width] = [box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN];
  const height = box.height + 3 * MARGIN + lines.length * LINE_HEIGHT;
  for (const name of ['class', 'aria-label']) copy.removeAttribute(name);
  for (const text of copy.querySelectorAll(':scope > :is(title, desc)')) text.remove();
  const attributes = {
    width,
    height,
    viewBox: `${x} ${y} ${width} ${height}`,
    role: 'img',
    'aria-labelledby': 'title desc',
  };
  for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, String(value));
  copy.prepend(
    svgElement('title', { id: 'title' }, words.title),
    svgElement('desc', { id: 'desc' }, words.description),
    svgElement('metadata', {}, words.below.join('\n')),
    svgElement('style', {}, fontRules(drawing)),
    svgElement('rect', { x, y, width, height, fill: COLOURS.paper[side] }),
  );
  const top = box.y + box.height + MARGIN + TEXT_SIZE;
  const font = { 'font-family': FONTS, 'font-size': TEXT_SIZE, fill: COLOURS.soft[side] };
  for (const [index, line] of lines.entries())
    copy.append(svgElement('text', { x: box.x, y: top + index * LINE_HEIGHT, ...font }, line));
  return { svg: `${new XMLSerializer().serializeToString(copy)}\n`, width, height };
}

/** A picture as PNG, three times its size. Rejects when the browser cannot draw it. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * PNG_SCALE);
  canvas.height = Math.round(height * PNG_SCALE);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG could be made'))), 'image/png');
  });
}
