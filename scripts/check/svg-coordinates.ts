/**
 * Another platform or another major version of Node may compute the last digit of a coordinate differently. There two
 * drawings count as one when nothing but coordinates differs, and none by more than a twentieth of a pixel.
 */

/** In px. Coordinates stand with two decimals, so that five of the last digit are meant. */
const CLOSE = 0.0501;

const SVG = /<svg\b[\s\S]*?<\/svg>/g;
const COORDINATES =
  /(\s(?:d|transform|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|dx|dy|width|height|viewBox|points)=")([^"]*)"/g;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** A text with the coordinates of the SVG in it taken out, and those coordinates. */
function takeApart(text: string): { readonly rest: string; readonly coordinates: readonly number[] } {
  const coordinates: number[] = [];
  const rest = text.replace(SVG, (svg) =>
    svg.replace(COORDINATES, (_all, head: string, value: string) => {
      const hollow = value.replace(NUMBER, (number) => {
        coordinates.push(Number(number));
        return '#';
      });
      return `${head}${hollow}"`;
    }),
  );
  return { rest, coordinates };
}

/** Whether two texts with SVG in them differ in coordinates only, and in those by no more than 0.05 px. */
export function sameUpToCoordinates(a: string, b: string): boolean {
  const [left, right] = [takeApart(a), takeApart(b)];
  return (
    left.rest === right.rest &&
    left.coordinates.every((value, index) => Math.abs(value - (right.coordinates[index] ?? NaN)) <= CLOSE)
  );
}
