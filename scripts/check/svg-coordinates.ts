/**
 * The last digit of a coordinate may differ between platforms and major versions of Node. Two drawings are alike when
 * only coordinates differ, by up to a twentieth of a pixel. Factors and angles must agree: they move distant points far.
 */

/** In px: coordinates have two decimals, and may differ by five in the last one. */
const CLOSE = 0.0501;
/** Of factors, and of angles in degrees. */
const EQUAL = 1e-6;

const SVG = /<svg\b[\s\S]*?<\/svg>/g;
const COORDINATES =
  /(\s(?:d|transform|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|dx|dy|width|height|viewBox|points)=")([^"]*)"/g;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

const FACTORS = /\b(?:scale|rotate|matrix|skewX|skewY)\([^)]*\)/g;

interface Coordinate {
  readonly value: number;
  readonly slack: number;
}

/** A text with the coordinates of the SVG in it taken out, and those coordinates. */
function takeApart(text: string): { readonly rest: string; readonly coordinates: readonly Coordinate[] } {
  const coordinates: Coordinate[] = [];
  const hollow = (value: string, slack: number): string =>
    value.replace(NUMBER, (number) => {
      coordinates.push({ value: Number(number), slack });
      return '#';
    });
  const rest = text.replace(SVG, (svg) =>
    svg.replace(COORDINATES, (_all, head: string, value: string) => {
      const withoutFactors = value.replace(FACTORS, (factors) => hollow(factors, EQUAL));
      return `${head}${hollow(withoutFactors, CLOSE)}"`;
    }),
  );
  return { rest, coordinates };
}

/** Whether two texts with SVG in them differ in coordinates only, and in those by no more than their slack. */
export function sameUpToCoordinates(a: string, b: string): boolean {
  const [left, right] = [takeApart(a), takeApart(b)];
  return (
    left.rest === right.rest &&
    left.coordinates.every(
      ({ value, slack }, index) => Math.abs(value - (right.coordinates[index]?.value ?? NaN)) <= slack,
    )
  );
}
