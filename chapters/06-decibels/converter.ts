import { figure, prose, type Quantity, section } from '#report';
import * as mark from '#report/marks';
import { byMedium, decibels, given, math, ref, text } from '#report/values';
import { ratioConverter } from './converter.measure.ts';

const label = (level: Quantity<'float64'>) => prose`${decibels(level, { digits: 0 })} dB`;

export const converter = section({
  id: 'decibel-converter',
  title: prose`One ratio, of powers or of amplitudes`,
  needs: { m: ratioConverter },
  write: ({ m }) => [
    prose`How many decibels is a ratio of two? ${ref('ratio-converter')} has the answer for
      ${math`10^{${given(m.shown.exponent)}}`}, close to two${byMedium({
        interactive: prose`; the slider sets any ratio from a thousandth to a thousand`,
      })}.`,
    figure({
      id: 'ratio-converter',
      caption: prose`A ratio in decibels, once as a ratio of powers and once of amplitudes. The bars begin at
        zero decibels, which is no change: a ratio of one. As drawn, the ratio is ${text(m.shown.ratio)}.`,
      alt: prose`Two horizontal bars on an axis of decibels. For a ratio of ${text(m.shown.ratio)} they end at
        ${decibels(m.shown.power)} for powers and at ${decibels(m.shown.amplitude)} for amplitudes.`,
      data: m.rows.flatMap(({ exponent, ratio, power, amplitude }) => [
        { exponent, reading: 'ratio', level: given(0), label: ratio },
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
          y: mark.n('reading', { sort: ['ratio', 'of powers', 'of amplitudes'], title: null }),
          x: mark.q('level', {
            title: 'level in dB',
            scale: { domain: [-70, 70], nice: false },
            axis: { values: [-60, -30, 0, 30, 60] },
          }),
        },
        layer: [
          ...mark.labelled(mark.bars({}), [
            { transform: [{ filter: 'datum.level >= 0' }], align: 'left', dx: 7 },
            { transform: [{ filter: 'datum.level < 0' }], align: 'right', dx: -7 },
          ]),
        ],
      },
    }),
    prose`What to see: for powers, the decibels are ten times the exponent. That *is* the definition. For
      amplitudes they are twenty times. Ratios below one have negative decibels.`,
  ],
});
