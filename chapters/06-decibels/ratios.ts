import { code, curious, figure, layout, prose, type Quantity, section } from '#report';
import * as mark from '#report/marks';
import { count, decibels, equation, given, math, rank, real, ref, term } from '#report/values';
import { squareOf } from '../square.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { ratioLevels } from './ratios.measure.ts';

/** The square of a number with one digit needs two of them, or one. */
const fewestDigits = (square: Quantity) =>
  layout([square], (number) => ({
    digits: Number(number.toPrecision(1)) === Number(number.toPrecision(2)) ? 1 : 2,
  }));

const WHOLE = { digits: 0 } as const;

export const ratiosInDecibels = section({
  id: 'ratios-in-decibels',
  title: prose`Ten or twenty?`,
  needs: { m: ratioLevels, passages: passageEvidence },
  write: ({ m, passages: { realQuestions, wrongSide } }) => [
    prose`Take ${count(realQuestions)} questions about real things, each with a right and a wrong answer. Our model finds the wrong one likelier in ${rank(wrongSide.none)} of them. With a passage before the question that names the right answer: in ${rank(wrongSide.gold)}. With the wrong answer put into that passage: in ${rank(wrongSide.counterfactual)}.

      How hard does each passage pull? ${ref('evidence-in-decibels')} weighs them in decibels, the scale on which engineers compare powers and codebreakers weighed evidence. It says how far a belief was moved, not whether the passage was true.

      A decibel begins with a ratio. A radio receiver hears a signal of a millionth of a millionth of a watt, beside a lamp of ten watts. Between them lie thirteen *powers of ten*. Engineers call that thirteen *bel*, and a tenth of it a ${term('decibel')}, dB for short:`,
    equation`L = 10 \log_{10} \frac{P}{P_0}\ \text{dB}`,
    prose`So the lamp lies a hundred and thirty decibels above the signal. Ten decibels are ten times the power, three are close to twice, and one is about a quarter more.

      Now double the voltage on a heater. Its power becomes *four* times as large, because power grows with the
      square of the voltage. Is that three decibels, for twice the voltage, or six, for four times the power? It
      is one change, so it should be one number. The power decides: ${decibels(m.double.amplitude, WHOLE)}.
      And a square comes out of a logarithm as a factor of two:`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`**Ten** for what is proportional to power, **twenty** for an *amplitude*, whose square is. Do the two
      rules really agree (${ref('power-amplitude')})?`,
    figure({
      id: 'power-amplitude',
      caption: prose`The same change as a factor of amplitude (circles) and as a factor of power (squares). A
        line joins the two names of one change.`,
      alt: prose`Six vertical lines on an axis of decibels, from ${decibels(m.ladder[0]?.level, WHOLE)} to ${decibels(m.ladder.at(-1)?.level, WHOLE)}. Each joins a factor of amplitude with its square, a factor of
        power. Twice the amplitude and four times the power stand at ${decibels(m.double.amplitude, WHOLE)}.`,
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
    prose`They do: on each line the factor below is the square of the factor above, at the same decibels.

      And probabilities? Those of events that exclude each other add up, as the powers of two lamps do. So they
      take the ten, and every ${term('log-probability')} is a level: one ${term('nat')}, a factor of ${math`e`},
      is ${real(m.nat, { digits: 2 })} dB, and one ${term('bit')}, a factor of two, is ${real(m.bit, { digits: 2 })}
      dB. A tenth is ${real(m.tenth.nats, { digits: 4 })} nats, or ${real(m.tenth.level, { digits: 2 })} dB.

      Decibels turn products into sums. What becomes hard is a *sum*: two lamps are not twice as many decibels as one. To add them, go round the square (${ref('square-levels')}).`,
    squareOf('levels', {
      numbers: {
        given: [given(m.square.each), given(m.square.each)],
        mapped: [real(m.square.power, { digits: 7 }), real(m.square.power, { digits: 7 })],
        combined: [real(m.square.both, { digits: 7 })],
        result: [real(m.square.level, { digits: 2 })],
      },
    }),
    curious(prose`How do ratios become decibels in code, and what is a neper?`, [
      code('#numerics/decibel', 'ratio-to-decibels'),
      prose`Telephone engineers once used natural logarithms as well. Their *neper* is the natural logarithm of a
        ratio of *amplitudes*, so one neper is ${real(m.neper, { digits: 3 })} dB: exactly two nats, since a nat
        is the natural logarithm of a ratio of probabilities, which play the part of powers.

        “Three decibels are a factor of two” is a rule of thumb. The exact number is
        ${real(m.bit, { digits: 5 })}; do not test code against the rule.`,
    ]),
  ],
});
