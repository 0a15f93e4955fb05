import { code, curious, layout, prose, type Quantity, section, table } from '#report';
import { count, decibels, equation, given, math, rank, real, ref, term } from '#report/values';
import { squareOf } from '../square.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { ratioLevels } from './ratios.measure.ts';

/** Three digits, or as many as a round number has. */
const digitsOf = (factor: Quantity) =>
  layout([factor], (number) => ({
    digits: [1, 2, 3].find((digits) => Number(number.toPrecision(digits)) === number) ?? 3,
  }));

const WHOLE = { digits: 0 } as const;

export const ratiosInDecibels = section({
  id: 'ratios-in-decibels',
  title: prose`Ten or twenty?`,
  needs: { m: ratioLevels, passages: passageEvidence },
  write: ({ m, passages: { realQuestions, wrongSide } }) => [
    prose`Take ${count(realQuestions)} questions about real things, each with a right and a wrong answer. Our model finds the wrong one likelier in ${rank(wrongSide.none)} of them. Put a passage that names the right answer before each question, and it does so in ${rank(wrongSide.gold)}. Put the wrong answer into that passage: ${rank(wrongSide.counterfactual)}.

      How hard does each passage pull? ${ref('evidence-in-decibels')} weighs them in decibels, the scale on which engineers compare powers and codebreakers weighed evidence. Odds of ten to one are ten decibels, a hundred to one twenty, a million to one sixty: as far from even odds as a conversation is from the faintest tone. (In a hurry? Read ${ref('reference-levels')}, ${ref('evidence-adds-up')} and ${ref('evidence-in-decibels')}.)

      A decibel begins with a ratio. A radio receiver hears a signal of a millionth of a millionth of a watt, beside a lamp of ten watts. Between them lie thirteen *powers of ten*. Engineers call that thirteen *bel*; a tenth of a bel is a ${term('decibel')}, dB for short. The *level* of a power ${math`P`} over a *reference* ${math`P_0`}, and the way back:`,
    equation`L = 10 \log_{10} \frac{P}{P_0}\ \text{dB}, \qquad \frac{P}{P_0} = 10^{L/10}`,
    prose`So the lamp lies a hundred and thirty decibels above the signal. Five to know by heart: one decibel is a quarter more, three are twice, five about three times, seven five times, ten ten times. Adding decibels multiplies factors: seventeen are ten and seven, fifty times. Subtracting divides.

      Why not stay with natural logarithms, in ${term('nat', 'nats')}? Computers should. But people count in tens: twenty decibels are a hundred to one at a glance. So compute in nats, and speak in decibels.

      Now double the voltage on a heater. Its power becomes *four* times as large. Three decibels, or six? The power decides: ${decibels(m.double.amplitude, WHOLE)}. Power grows with the square of an *amplitude* ${math`A`}, such as a voltage, and a square leaves a logarithm as a factor of two:`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`**Ten** for what is proportional to power, **twenty** for an amplitude (${ref('ratio-table')}).`,
    table({
      id: 'ratio-table',
      caption: prose`One change and its names: a factor of power (of probability, of odds), that of the amplitude, and the power's factor in dB, nats and bits.`,
      rows: m.ladder,
      columns: [
        ['power', (row) => real(row.power, digitsOf(row.power))],
        ['amplitude', (row) => real(row.amplitude, digitsOf(row.amplitude))],
        ['dB', (row) => real(row.level, { digits: 4 })],
        ['nats', (row) => real(row.nats, { digits: 4 })],
        ['bits', (row) => real(row.bits, { digits: 3 })],
      ],
    }),
    prose`And probabilities? Those of events that exclude each other add up, as the powers of two lamps do. So they
      take the ten, and every ${term('log-probability')} is a level: one ${term('nat')}, a factor of ${math`e`},
      is ${math`10 / \ln 10 = ${real(m.nat, { digits: 4 })}`} dB, and one ${term('bit')}, a factor of two,
      ${real(m.bit, { digits: 3 })} dB. A tenth is ${real(m.tenth.nats, { digits: 4 })} nats, times
      ${real(m.nat, { digits: 4 })}: ${real(m.tenth.level, { digits: 2 })} dB.

      Decibels turn products into sums. What becomes hard is a *sum*. To add two lamps, go round the square (${ref('square-levels')}).`,
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
