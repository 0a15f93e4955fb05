/** A drawing of the page as a file of its own, in the colours that the reader sees. */

const COLOURED = ['fill', 'stroke', 'stop-color'] as const;
/** Paper around a drawing on its own, in px. */
const MARGIN = 14;
/** How many pixels of a PNG make one of the drawing's. */
const PNG_SCALE = 3;

/** The @font-face rules of the page for the families and weights that a drawing is written in. */
function fontRules(drawing: SVGSVGElement): string {
  const used = new Set(
    [...drawing.querySelectorAll('text')].flatMap((text) => {
      const { fontFamily, fontWeight } = getComputedStyle(text);
      return fontFamily.split(',').map((family) => `${family.trim()} ${fontWeight}`);
    }),
  );
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => {
      const family = style.getPropertyValue('font-family').replaceAll('"', '');
      return used.has(`${family} ${style.getPropertyValue('font-weight')}`) || family === 'RptFallback';
    })
    .map((rule) => rule.cssText)
    .join('\n');
}

/** The text of an SVG file: colours as they are seen now, fonts and paper inside. */
export function svgText(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const shown = drawing.querySelectorAll('*');
  for (const [index, element] of copy.querySelectorAll('*').entries()) {
    const original = shown[index];
    for (const attribute of COLOURED)
      if (original && element.hasAttribute(attribute) && !element.getAttribute(attribute)?.startsWith('url'))
        element.setAttribute(attribute, getComputedStyle(original).getPropertyValue(attribute));
  }
  const box = drawing.viewBox.baseVal;
  const [x, y] = [box.x - MARGIN, box.y - MARGIN];
  const [width, height] = [box.width + 2 * MARGIN, box.height + 2 * MARGIN];
  for (const [name, value] of Object.entries({ width, height, viewBox: `${x} ${y} ${width} ${height}` }))
    copy.setAttribute(name, String(value));
  copy.removeAttribute('class');
  const style = document.createElementNS(copy.namespaceURI, 'style');
  style.textContent = fontRules(drawing);
  const paper = document.createElementNS(copy.namespaceURI, 'rect');
  const fill = getComputedStyle(document.documentElement).backgroundColor;
  for (const [name, value] of Object.entries({ x, y, width, height, fill }))
    paper.setAttribute(name, String(value));
  copy.prepend(style, paper);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

/** The drawing as PNG, three times its size. Rejects when the browser cannot draw it. */
export async function pngOf(drawing: SVGSVGElement): Promise<Blob> {
  const { width, height } = drawing.viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(drawing))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((width + 2 * MARGIN) * PNG_SCALE);
  canvas.height = Math.round((height + 2 * MARGIN) * PNG_SCALE);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG could be made'))), 'image/png');
  });
}
