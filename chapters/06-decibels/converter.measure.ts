import { amplitudeToDecibels, powerToDecibels } from '#numerics/decibel';
import { pow } from '#numerics/pow';
import { measurement } from '#report/measurement';

/** Tenths of a power of ten, from a thousandth to a thousand. */
const TENTHS = Array.from({ length: 61 }, (_, index) => index - 30);
/** Where the control stands before anyone moves it: close to a doubling. */
const SHOWN = 3;

/** A ratio with four significant digits, without a power of ten. */
function plainRatio(ratio: number): string {
  return String(Number(ratio.toPrecision(4)));
}

function readings(tenths: number) {
  const exponent = tenths / 10;
  const ratio = pow(10, exponent);
  return {
    exponent,
    ratio: plainRatio(ratio),
    power: powerToDecibels(ratio),
    amplitude: amplitudeToDecibels(ratio),
  };
}

export const ratioConverter = measurement({
  id: 'ratio-converter',
  kinds: {
    rows: { exponent: 'exact', power: 'float64', amplitude: 'float64' },
    shown: { exponent: 'exact', power: 'float64', amplitude: 'float64' },
  },
  async measure() {
    return { rows: TENTHS.map(readings), shown: readings(SHOWN) };
  },
});
