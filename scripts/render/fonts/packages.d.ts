/** The parts of packages without types that we use. */
declare module 'subset-font' {
  interface SubsetOptions {
    readonly targetFormat: 'woff2';
    readonly keepFeatures?: string[];
    readonly noHinting?: boolean;
  }
  export default function subsetFont(font: Buffer, text: string, options: SubsetOptions): Promise<Buffer>;
}

declare module 'opentype.js' {
  interface Font {
    readonly unitsPerEm: number;
    readonly glyphs: { get(glyph: number): { readonly advanceWidth: number } };
    /** 0 for a character that the font lacks. */
    charToGlyphIndex(character: string): number;
  }
  const opentype: { parse(font: ArrayBuffer, options?: { readonly lowMemory?: boolean }): Font };
  export default opentype;
}
