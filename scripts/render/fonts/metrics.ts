import opentype from 'opentype.js';

/**
 * Text in figures is measured from what our font files say, so that its width depends neither on the fonts a machine
 * has nor on how it draws them. Without kerning and ligatures: a label is off by a pixel at most.
 */
export interface FontMetrics {
  has(codePoint: number): boolean;
  /** The advance width of a code point in em; undefined when the font has no glyph for it. */
  advance(codePoint: number): number | undefined;
}

/** Reads the metrics of a TrueType font. Throws an Error when the bytes are something else. */
export function readFontMetrics(bytes: Uint8Array): FontMetrics {
  // Reads a glyph when it is asked for: a text needs few of them.
  const font = opentype.parse(Uint8Array.from(bytes).buffer, { lowMemory: true });
  const known = new Map<number, number | undefined>();
  const advance = (codePoint: number): number | undefined => {
    if (known.has(codePoint)) return known.get(codePoint);
    const glyph = font.charToGlyphIndex(String.fromCodePoint(codePoint));
    const width = glyph === 0 ? undefined : font.glyphs.get(glyph).advanceWidth / font.unitsPerEm;
    known.set(codePoint, width);
    return width;
  };
  return { advance, has: (codePoint) => advance(codePoint) !== undefined };
}
