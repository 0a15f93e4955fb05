import { amplitudeToDecibels, powerToDecibels } from '#numerics/decibel';
import { figure } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, math, ref, text } from '#report/values';

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
  const ratio = 10 ** exponent;
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
    rows: { exponent: 'exact', ratio: 'exact', power: 'float64', amplitude: 'float64' },
    shown: { exponent: 'exact', ratio: 'exact', power: 'float64', amplitude: 'float64' },
  },
  async measure() {
    return { rows: TENTHS.map(readings), shown: readings(SHOWN) };
  },
});

export const converter = section({
  id: 'decibel-converter',
  title: prose`A converter to play with`,
  needs: { m: ratioConverter },
  write({ m }) {
    const READINGS = ['ratio', 'of powers', 'of amplitudes'];
    const label = (level: number): string => `${level.toFixed(0).replace('-', '−')} dB`;
    return [
      prose`
        Move the control under ${ref('ratio-converter')}. It goes through the ratios from a thousandth to a thousand by
        tenths of a power of ten, and the bars show what each is in decibels, once as a ratio of powers and once as a ratio
        of amplitudes.
      `,
      figure({
        id: 'ratio-converter',
        caption: prose`
          A ratio in decibels. The bars begin at zero decibels, which is no change: a ratio of one. Without the control, the
          figure shows a ratio of ${text(m.shown.ratio)}.
        `,
        alt: prose`
          Two horizontal bars on an axis of decibels. For a ratio of ${text(m.shown.ratio)} they end at
          ${decibels(m.shown.power)} for powers and at ${decibels(m.shown.amplitude)} for amplitudes.
        `,
        data: m.rows.flatMap(({ exponent, ratio, power, amplitude }) => [
          { exponent, reading: 'ratio', level: 0, label: ratio },
          { exponent, reading: 'of powers', level: power, label: label(power) },
          { exponent, reading: 'of amplitudes', level: amplitude, label: label(amplitude) },
        ]),
        spec: {
          height: 140,
          params: [
            {
              name: 'exponent',
              value: m.shown.exponent,
              bind: { input: 'range', min: -3, max: 3, step: 0.1, name: 'ratio, as a power of ten' },
            },
          ],
          transform: [{ filter: 'abs(datum.exponent - exponent) < 0.01' }],
          encoding: {
            y: { field: 'reading', type: 'nominal', sort: READINGS, title: null },
            x: {
              field: 'level',
              type: 'quantitative',
              title: 'level in dB',
              scale: { domain: [-70, 70], nice: false },
              axis: { values: [-60, -30, 0, 30, 60] },
            },
          },
          layer: [
            { mark: 'bar' },
            {
              transform: [{ filter: 'datum.level >= 0' }],
              mark: { type: 'text', style: 'label', align: 'left', dx: 7 },
              encoding: { text: { field: 'label', type: 'nominal' } },
            },
            {
              transform: [{ filter: 'datum.level < 0' }],
              mark: { type: 'text', style: 'label', align: 'right', dx: -7 },
              encoding: { text: { field: 'label', type: 'nominal' } },
            },
          ],
        },
      }),
      prose`
        What to see: for powers, the decibels are ten times the number at the control. That number is the exponent of ten,
        and so this *is* the definition. Each step of the control multiplies the ratio by the same factor and adds the same
        decibel. In the middle of the control the ratio is one and both bars vanish: ${math`\log 1 = 0`}, no change. To the
        left the ratios are below one and the decibels negative.
      `,
    ];
  },
});
