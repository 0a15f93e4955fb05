/**
 * What a TrueType font says about its characters: which ones it has, and how wide they are. Text in figures is measured
 * from these tables alone, so that its width depends neither on the fonts a machine has nor on how it draws them.
 *
 * Leaves out: kerning and ligatures (a label is off by a pixel at most), and cmap formats other than 4 and 12.
 * Tables as in the OpenType specification, version 1.9.1: cmap, head, hhea, hmtx.
 */
export interface FontMetrics {
  /** Whether the font has a glyph for a code point. */
  has(codePoint: number): boolean;
  /** The advance width of a code point in em; undefined when the font has no glyph for it. */
  advance(codePoint: number): number | undefined;
}

/** The tables of a font by their four-letter tag. Throws an Error when `bytes` are no TrueType font. */
function tablesOf(bytes: Uint8Array): Map<string, DataView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 12 || view.getUint32(0) !== 0x00010000) throw new Error('not a TrueType font');
  const tables = new Map<string, DataView>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...bytes.subarray(record, record + 4));
    const offset = bytes.byteOffset + view.getUint32(record + 8);
    tables.set(tag, new DataView(bytes.buffer, offset, view.getUint32(record + 12)));
  }
  return tables;
}

function table(tables: ReadonlyMap<string, DataView>, tag: string): DataView {
  const found = tables.get(tag);
  if (!found) throw new Error(`the font has no ${tag} table`);
  return found;
}

type GlyphOf = (codePoint: number) => number;

/** Format 12: groups of consecutive code points with consecutive glyphs. */
function segmentedCoverage(subtable: DataView): GlyphOf {
  const groups = Array.from({ length: subtable.getUint32(12) }, (_, i) => ({
    first: subtable.getUint32(16 + 12 * i),
    last: subtable.getUint32(20 + 12 * i),
    glyph: subtable.getUint32(24 + 12 * i),
  }));
  return (codePoint) => {
    const group = groups.find(({ first, last }) => first <= codePoint && codePoint <= last);
    return group ? group.glyph + codePoint - group.first : 0;
  };
}

/** Format 4: segments of the first 65,536 code points, by a delta or through a list of glyphs. */
function segmentMapping(subtable: DataView): GlyphOf {
  const bytesOfSegments = subtable.getUint16(6);
  const endCodes = 14;
  const startCodes = endCodes + bytesOfSegments + 2;
  const deltas = startCodes + bytesOfSegments;
  const rangeOffsets = deltas + bytesOfSegments;
  return (codePoint) => {
    for (let at = 0; at < bytesOfSegments; at += 2) {
      if (subtable.getUint16(endCodes + at) < codePoint) continue;
      const start = subtable.getUint16(startCodes + at);
      if (start > codePoint) return 0;
      const delta = subtable.getUint16(deltas + at);
      const rangeOffset = subtable.getUint16(rangeOffsets + at);
      if (rangeOffset === 0) return (codePoint + delta) & 0xffff;
      const glyph = subtable.getUint16(rangeOffsets + at + rangeOffset + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

/** The mapping from code points to glyphs that covers most: Unicode's whole range before its first plane. */
function characterMap(cmap: DataView): GlyphOf {
  const subtables = Array.from({ length: cmap.getUint16(2) }, (_, i) => {
    const start = cmap.byteOffset + cmap.getUint32(4 + 8 * i + 4);
    return new DataView(cmap.buffer, start, cmap.byteOffset + cmap.byteLength - start);
  });
  const whole = subtables.find((subtable) => subtable.getUint16(0) === 12);
  if (whole) return segmentedCoverage(whole);
  const firstPlane = subtables.find((subtable) => subtable.getUint16(0) === 4);
  if (firstPlane) return segmentMapping(firstPlane);
  throw new Error('the font has neither a format 4 nor a format 12 character map');
}

/** Reads the metrics of a TrueType font. Throws an Error when a table is missing or the bytes are something else. */
export function readFontMetrics(bytes: Uint8Array): FontMetrics {
  const tables = tablesOf(bytes);
  const glyphOf = characterMap(table(tables, 'cmap'));
  const unitsPerEm = table(tables, 'head').getUint16(18);
  const advances = table(tables, 'hhea').getUint16(34);
  const hmtx = table(tables, 'hmtx');
  const known = new Map<number, number | undefined>();
  const advance = (codePoint: number): number | undefined => {
    if (known.has(codePoint)) return known.get(codePoint);
    const glyph = glyphOf(codePoint);
    const width = glyph === 0 ? undefined : hmtx.getUint16(4 * Math.min(glyph, advances - 1)) / unitsPerEm;
    known.set(codePoint, width);
    return width;
  };
  return { advance, has: (codePoint) => advance(codePoint) !== undefined };
}
