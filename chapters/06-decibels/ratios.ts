import { list, prose, section, table } from '#report';
import { count, decibels, equation, given, math, rank, real, ref, term, text } from '#report/values';
import { ratioLevels } from './levels.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';

export const ratiosInDecibels = section({
  id: 'ratios-in-decibels',
  title: prose`Ten or twenty?`,
  needs: { m: ratioLevels, passages: passageEvidence },
  write: ({ m, passages: { realQuestions, wrong } }) => [
    prose`We gave our model ${count(realQuestions)} factual questions, each with a right and a wrong answer. In ${rank(wrong.none)} of them, it rates the wrong answer as likelier. Put a passage with the right answer before each question, and that happens in ${rank(wrong.gold)}. Put the wrong answer into the same passages, and it happens in ${rank(wrong.counterfactual)}. How much is such a passage worth? ${ref('evidence-in-decibels')} answers in decibels, the
      scale on which engineers compare powers and codebreakers weighed evidence.

      Why a logarithmic scale? Because ears and minds notice *ratios*. In a dark room, a second candle is a big change.
      Among a hundred candles, nobody notices one more. The loudest sound you can bear has a trillion times the power of
      the faintest you can hear, and no ruler with equal steps shows both. Belief has the same problem. Moving from one
      chance in a million to one in a thousand takes as much evidence as moving on to even odds, yet on a scale from zero
      to one the first move is invisible.

      A ${term('decibel')}, dB for short, names a ratio. Divide a power ${math`P`} by a *reference* ${math`P_0`}, take
      the logarithm to base ten, and multiply it by ten. The result is the *level* of ${math`P`}:`,
    equation`L = 10 \log_{10} \frac{P}{P_0}\ \text{dB}, \qquad \frac{P}{P_0} = 10^{L/10}`,
    prose`Ten decibels mean a factor of ten, twenty a factor of a hundred. Five values are worth knowing by heart: one decibel is a quarter more, three a factor of two, five of about three, seven of five, and ten of ten. Adding decibels multiplies ratios, so seventeen decibels, ten and seven, mean a factor of fifty.

      Now double the voltage across a heater. Is that three decibels or six? Power grows with the square of the voltage,
      so the power is four times as large: ${decibels(m.doubledVoltage, 0)}. The square becomes a factor of
      two in front of the logarithm:`,
    equation`10 \log_{10} \frac{A^2}{A_0^2} = 20 \log_{10} \frac{A}{A_0}`,
    prose`Use **ten** for powers and **twenty** for an *amplitude* ${math`A`}, such as a voltage or a sound pressure.
      ${ref('ratio-table')} lists the names of some ratios.`,
    table({
      id: 'ratio-table',
      caption: prose`The same change as a ratio of powers, as a ratio of amplitudes, and in dB, ${term('nat', 'nats')} and ${term('bit', 'bits')}.`,
      rows: m.ladder,
      columns: [
        ['power', (row) => real(row.power, 3)],
        ['amplitude', (row) => real(row.amplitude, 3)],
        ['dB', (row) => real(row.level, 4)],
        ['nats', (row) => real(row.nats, 4)],
        ['bits', (row) => real(row.bits, 3)],
      ],
    }),
    prose`Do probabilities take ten or twenty? Probabilities of mutually exclusive events add up, as the powers of two
      lamps do, so they take the ten. That makes every ${term('log-probability')} a level: one ${term('nat')} is
      ${real(m.nat, 4)} dB, and one bit is ${real(m.bit, 3)} dB. Compute in nats, as most libraries do. Speak in decibels, because people count in tens.`,
  ],
});

export const references = section({
  id: 'reference-levels',
  title: prose`A ratio to what?`,
  needs: { m: ratioLevels },
  write: ({ m }) => [
    prose`“This token is thirty decibels down.” Below what: the likeliest token, certainty, or its own probability before
      the prompt changed? A *change* in decibels needs no reference, but a *level* is half a number without one.
      Engineers attach letters for that reason: one volt is
      ${list(m.oneVolt.map(({ name, level }) => prose`${real(level, 2)} ${text(name)}`))} (in fifty ohms).

      A probability has two natural references. Against certainty, one half is
      ${decibels(m.half.certainty, 0)}. Against its opposite, the probability that the event does *not*
      happen, one half is ${decibels(m.half.odds, 0)}. The second ratio is called the ${term('odds')}:`,
    equation`L(p) = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}`,
    prose`Which reference tells you more (${ref('odds-ladder')})?`,
    table({
      id: 'odds-ladder',
      caption: prose`Probabilities as levels against two references.`,
      rows: m.odds,
      columns: [
        ['probability', (row) => given(row.probability)],
        ['against certainty (dB)', (row) => decibels(row.certainty)],
        ['odds (dB)', (row) => decibels(row.odds)],
      ],
    }),
    prose`For small probabilities the two agree. Near certainty only the odds keep moving: each further nine adds about
      ten decibels. The odds are also fair to both sides, since the levels of ${math`p`} and ${math`1 - p`} differ only in sign. So
      belief is measured in odds.`,
  ],
});
