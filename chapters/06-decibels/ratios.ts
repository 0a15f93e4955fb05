import { code, curious, figure, layout, prose, type Quantity, section, table } from '#report';
import * as mark from '#report/marks';
import { decibels, equation, given, math, real, ref, term } from '#report/values';
import { ratioLevels } from './ratios.measure.ts';

/** The square of a number with one digit needs two of them, or one. */
const fewestDigits = (square: Quantity) =>
  layout([square], (number) => ({
    digits: Number(number.toPrecision(1)) === Number(number.toPrecision(2)) ? 1 : 2,
  }));

export const ratiosInDecibels = section({
  id: 'ratios-in-decibels',
  title: prose`A ratio becomes a level`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`A radio receiver hears a signal of a millionth of a millionth of a watt. Beside it stands a lamp of
      ten watts. Between them lie thirteen *powers of ten*. Engineers call that thirteen *bel*, and a tenth of
      a bel a ${term('decibel')}, dB for short:`,
    equation`L = 10 \log_{10} \frac{P}{P_0}\ \text{dB}`,
    prose`${math`L`} is the level of a power ${math`P`} against another power ${math`P_0`}: the lamp lies a
      hundred and thirty decibels above the signal. A decibel is a logarithm of a *ratio*, in a handy unit:
      ${given(1)} dB is a factor of ${real(m.one, { digits: 7 })}, ${given(10)} dB a factor of ten,
      ${given(-10)} dB a tenth.

      The formula is about *powers*: quantities that add up, such as watts. Probabilities add up as well, so
      they take the ten, too: a ${term('nat')}, a factor of ${math`e`}, is ${real(m.nat, { digits: 7 })} dB,
      and a ${term('bit')}, a factor of two, is ${real(m.bit, { digits: 5 })} dB.`,
    prose`Often one measures an *amplitude* ${math`A`} instead: a voltage, a sound pressure. In the same
      resistance, power grows with the *square* of the voltage, and the square comes out of a logarithm as a
      factor of two:`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`So a decibel of voltage *is* a decibel of power, as long as the resistance stays the same. Double
      the voltage on a heater: its power becomes *four* times as large. Both changes are
      ${decibels(m.double.amplitude)}. ${ref('power-amplitude')} puts both scales over one axis.`,
    figure({
      id: 'power-amplitude',
      caption: prose`The same change, as a factor of amplitude (circles) and as a factor of power (squares). A
        line joins the two descriptions of one change: both stand at the same decibels.`,
      alt: prose`Six vertical lines on an axis of decibels, from ${decibels(m.ladder[0]?.level)} to
        ${decibels(m.ladder.at(-1)?.level)}. Each joins a factor of amplitude with its square, a factor of
        power. Twice the amplitude and four times the power stand at ${decibels(m.double.amplitude)}.`,
      data: {
        rows: m.ladder.flatMap(({ level, amplitude, power }) => [
          { level, scale: 'amplitude', label: prose`× ${given(amplitude)}` },
          { level, scale: 'power', label: prose`× ${real(power, fewestDigits(power))}` },
        ]),
        joins: m.ladder.map(({ level }) => ({ level, from: 'amplitude', to: 'power' })),
      },
      spec: {
        height: 150,
        encoding: {
          x: mark.q('level', {
            title: 'change in dB',
            scale: { domain: [-24, 24], nice: false },
            axis: { values: [-20, -10, 0, 10, 20] },
          }),
        },
        layer: [
          mark.reference(
            { y: mark.n('from', { sort: null, title: null }), y2: { field: 'to' } },
            { data: 'joins' },
          ),
          ...mark.labelled(
            mark.dots(
              {
                y: mark.n('scale', { sort: null, title: null }),
                ...mark.series('scale', { sort: null, legend: null }, ['circle', 'square']),
              },
              { size: 90 },
            ),
            mark.cases('scale', { amplitude: { dy: -17 }, power: { dy: 18 } }),
          ),
        ],
      },
    }),
    prose`What to see: on each line, the factor below is the square of the factor above. ${ref('level-table')}
      lists more changes.`,
    table({
      id: 'level-table',
      caption: prose`Some changes in decibels, and the factors that they stand for.`,
      rows: m.levels,
      columns: [
        ['change (dB)', (row) => given(row.level)],
        ['factor of power', (row) => real(row.power, { digits: 6 })],
        ['factor of amplitude', (row) => real(row.amplitude, { digits: 6 })],
      ],
    }),
    prose`“Three decibels less is half the power” is a rule of thumb, not a test for code.`,
    curious(prose`How does a ratio become decibels, in code?`, [
      code('#numerics/decibel', 'ratio-to-decibels'),
      table({
        id: 'ratio-table',
        caption: prose`One ratio, read as a ratio of powers and as a ratio of amplitudes.`,
        rows: m.ratios,
        columns: [
          ['ratio', (row) => given(row.ratio)],
          ['of powers (dB)', (row) => real(row.power, { digits: 5 })],
          ['of amplitudes (dB)', (row) => real(row.amplitude, { digits: 5 })],
        ],
      }),
    ]),
    curious(
      prose`What is a neper? An older cousin of the nat`,
      prose`Before computers, telephone engineers used natural logarithms as well. Their *neper* is the
        natural logarithm of a ratio of *amplitudes*, so one neper is ${real(m.neper, { digits: 4 })} dB. That
        is exactly two nats, because a nat is the natural logarithm of a ratio of probabilities, which play
        the part of powers.`,
    ),
  ],
});
