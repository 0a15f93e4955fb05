import { all, and, figure, finding, greater, less, list, none, prose, type Seen, section } from '#report';
import { count, given, percent, ref, text } from '#report/values';
import { thresholdByKind } from './by-kind.measure.ts';
import { outOf, roughly, stackedAnswers } from './number-formats.ts';
import { otherModelThreshold } from './other-model.measure.ts';

export const citiesAreWrong = ({ cities, capitals }: Seen<typeof thresholdByKind>) =>
  finding({
    id: 'errors-above-the-threshold-are-cities',
    when: and(
      greater('wrong answers about cities, against all others', cities.wrong, cities.otherWrong),
      greater('times that a wrong city is put into one country', cities.commonest, 1),
      none('answers about capitals above the threshold are wrong', capitals.wrong, capitals.passed),
    ),
    context: [cities.passed],
    text: () =>
      prose`Of the answers about cities that pass, ${outOf(cities.wrong, cities.passed)} are wrong, more than of all other kinds together, and ${count(cities.commonest)} of the wrong ones say “${text(cities.commonAnswer ?? undefined)}”. On test, no passing answer about a capital is wrong.`,
  });

const capitalsAreClose = ({ cities, capitals, accepted }: Seen<typeof thresholdByKind>) =>
  finding({
    id: 'capitals-need-few-more-checks',
    when: and(
      greater('checks that capitals need, against those that passed', capitals.needed, capitals.passed),
      greater('checks that cities need, against capitals', cities.needed, capitals.needed),
    ),
    context: [accepted],
    text: () =>
      prose`For capitals, a promise of ${percent(accepted, 2)} takes ${count(capitals.needed)} checks without an error, and we have ${count(capitals.passed)}. For cities, ${count(cities.needed)} checks would do only if no further error came. Where more than ${percent(accepted, 2)} of the answers are wrong, no number of checks is enough.`,
  });

const splitsBreak = ({ splits }: Seen<typeof thresholdByKind>) =>
  finding({
    id: 'splits-break-the-accepted-risk',
    when: greater('splits above the accepted risk', splits.broken, 0),
    context: [splits.all, splits.least, splits.most],
    text: () =>
      prose`We drew ${count(splits.all)} other splits into halves, and chose the threshold anew in each. In ${count(splits.broken)} of them, the risk on the other half is more than we accepted; it runs from ${percent(splits.least ?? undefined, 2)} to ${percent(splits.most ?? undefined, 2)}.`,
  });

const otherGateMayOpen = ({
  model,
  threshold,
  answered,
  wrong,
  atMost,
  finished,
}: Seen<typeof otherModelThreshold>) =>
  finding({
    id: 'gate-for-the-larger-model-may-open',
    when: and(
      less('upper bound of its errors', atMost, 0.1),
      all('finished answers to test questions pass', answered, finished),
    ),
    context: [threshold, wrong],
    text: () =>
      prose`We recorded the answers of ${text(model)} to the same questions. For it, the same rule finds a threshold of ${percent(threshold ?? undefined, 2)}, which stops nothing: all ${count(finished)} finished answers on test pass, and ${count(wrong)} of them are wrong. The bound of ${roughly(atMost ?? undefined)} allows a promise of ${given(10)}%. That shows a good model, and not a good gate.`,
  });

export const byKind = section({
  id: 'threshold-by-kind',
  title: prose`One threshold does not fit all kinds of questions, or another model`,
  needs: { m: thresholdByKind, other: otherModelThreshold },
  write: ({ m, other }) => [
    prose`Which questions have the wrong answers above the threshold (${ref('passing-by-kind')})?`,
    figure({
      id: 'passing-by-kind',
      caption: prose`The test answers above the threshold of ${ref('confidence-thresholds')}, by the kind of question.`,
      alt: prose`Stacked bars. ${list(
        m.kinds.map((row) => prose`${text(row.kind)}: ${count(row.wrong)} wrong of ${count(row.passed)}`),
      )}.`,
      data: m.kinds.flatMap(({ kind: name, right, wrong }, index) => [
        { name, place: given(index), answers: right, says: 'right', order: given(0) },
        { name, place: given(index), answers: wrong, says: 'wrong', order: given(1) },
      ]),
      spec: stackedAnswers('answers above the threshold', { right: '$right', wrong: '$wrong' }),
    }),
    prose`${citiesAreWrong(m)} (The question about Turkey's capital is one of dev.) So count passes and errors by kind before you choose, and give a kind with many errors to a person.

      How many checks would a promise by kind take? ${capitalsAreClose(m)}

      ${splitsBreak(m)} The upper bound allows for such luck; the observed share on test does not.

      Does a threshold travel to another model? ${otherGateMayOpen(other)}`,
  ],
});
