import { at } from '#numerics/list';
import { pitfall, prose, section, table } from '#report';
import { cite, count, decibels, equation, given, math, percent, real, ref, set, term } from '#report/values';
import { evidenceLedger } from './evidence.measure.ts';
import { ledgerFigure } from './heads-figure.ts';
import { ratioLevels } from './levels.measure.ts';

export const ledger = section({
  id: 'evidence-adds-up',
  title: prose`Twenty heads in a row`,
  needs: { m: evidenceLedger },
  write: ({ m }) => [
    prose`A box holds ${count(m.against)} fair coins and one with two heads. You draw a coin and toss it. It shows heads,
      and heads again, ${count(m.heads)} times in a row. Is it the one with two heads?

      Imagine tossing every coin in the box. At the first toss, the two-headed coin shows heads, and so do about half of
      the others. Put the rest aside. There was one two-headed coin to ${count(m.against)} fair ones, and now there is one
      to ${given(5000)}. After the second toss it is one to ${given(2500)}. With each head, the *odds* that yours is
      the two-headed one double.

      Adding is easier than doubling twenty times. So write the odds in **decibels**, a scale on which a factor becomes a
      sum. A factor of ten is ${given(10)} dB, and a factor of two is ${decibels(m.each, 2)}. How does the belief change
      on the way (${ref('ledger-figure')})?`,
    ledgerFigure(m, [
      prose`The odds ${set('none', prose`begin at ${decibels(m.prior, 0)}`)}, for one to ${count(m.against)} is four
        factors of ten down.`,
      prose`Each head adds ${decibels(m.each, 2)}. In decibels, the first is as good as the fourteenth. As a probability,
        the belief is still only ${percent(at(m.rows, 7).probability, 2)} after ${set('seven', 'seven heads')}. Then it shoots
        up.`,
      prose`${set('thirteen', 'Thirteen heads')} bring the odds almost to even (${decibels(at(m.rows, 13).odds, 1)}).`,
      prose`${set('fourteen', 'The fourteenth')} tips them (${decibels(at(m.rows, 14).odds, 1)}).`,
      prose`${set('twenty', 'Twenty heads')} add ${decibels(m.gained, 0)} and take the odds to ${decibels(m.after, 0)}: a
        hundred to one, or a probability of ${percent(m.probabilityAfter, 2)}.`,
    ]),
    prose`The rule behind this is Bayes' rule. It multiplies the odds by the ${term('likelihood ratio')}: how probable
      heads are if the coin has two of them, divided by how probable they are if it is fair. That is ${given(1)} divided by
      one half, or two. In decibels, you add:`,
    equation`L_\text{after} = L_\text{before} + 10 \log_{10} \frac{p(\text{heads} \mid \text{two-headed})}{p(\text{heads} \mid \text{fair})}`,
    prose`The last term is the ${term('evidence')}. The codebreakers of Bletchley Park added up such numbers by hand
      (${cite('tunny-1945')}), and called a decibel of odds a ${term('deciban')}.`,
  ],
});

export const levels = section({
  id: 'reference-levels',
  title: prose`Decibels, odds and probabilities`,
  needs: { m: ratioLevels },
  write: ({ m: { nat, odds } }) => {
    const [nines, more] = [at(odds, 0), at(odds, 1)];
    return [
      prose`A *level* in decibels (${term('decibel', 'dB')}) is ten times the decimal logarithm of a ratio:
      ${math`L = 10 \log_{10} (P / P_0)`}. Two levels are worth knowing by heart: ${given(10)} dB is a factor of ten, and
      ${given(3)} dB a factor of two. Others follow, because adding levels multiplies ratios: ${given(13)} dB is
      ${given(10)} + ${given(3)}, a factor of ${given(20)}. One ${term('nat')} is ${real(nat, 3)} dB. (For sound and
      radio, see ${ref('ratios-in-decibels')} and ${ref('adding-levels')}.)

      A level needs a *reference* ${math`P_0`}. “This token is at ${given(-30)} dB” means nothing until you say what it is
      compared with. For a belief, compare the probability ${math`p`} with that of the opposite. The ratio
      ${math`p/(1 - p)`} is called the ${term('odds')}.

      Why not compare it with certainty, a probability of one? Because odds turn Bayes' rule into a sum, and because near
      certainty, that scale is squeezed: probabilities
      of ${given(nines.probability)} and ${given(more.probability)} are at ${decibels(nines.certainty)} and
      ${decibels(more.certainty)}, which looks like no difference. In odds, they are at ${decibels(nines.odds, 0)} and
      ${decibels(more.odds, 0)}. Each additional nine costs about another ten decibels, and that is how much evidence you
      need to earn it.`,
    ];
  },
});

export const strength = section({
  id: 'strength-of-evidence',
  title: prose`Base rates: strong evidence for something rare`,
  needs: { m: evidenceLedger },
  write: ({ m: { detector, ...m } }) => [
    prose`A filter flags ${given(detector.flagged)}% of prompt injections and ${given(detector.mistaken)}% of other requests.
      It flags a request. Should you block it?

      A flag is ${given(detector.flagged)} times as probable for an injection, so it is worth ${decibels(detector.flag, 0)}.
      On a well-known scale, that is “very strong” (${ref('grades')}). But where do you start? Suppose that
      one request in ${count(detector.rare)} is an injection: odds of ${decibels(detector.prior, 0)}. The flag brings them to
      ${decibels(at(detector.afterFlags, 0).level, 0)}. Of about a hundred flagged requests, one is an injection. **Strong evidence for something rare can leave it improbable.**

      A second filter, just as good, also flags the request. May you add its ${decibels(detector.flag, 0)}?`,
    pitfall(
      prose`Counting the same evidence twice`,
      prose`You may add a new piece of evidence if, *once you know which hypothesis is true*, the earlier pieces do not
        help to predict the new one. Twenty tosses meet this condition. Twenty photographs of the same toss do not:
        they are worth ${decibels(m.each, 0)} together. Two filters trained on the same examples tend to make the same
        mistakes, so their flags are closer to photographs.`,
    ),
    prose`A sum in decibels compares *two* hypotheses (for three, see ${cite('jaynes-2003')}).`,
  ],
});

const WORDS = [
  prose`not worth more than a bare mention`,
  prose`substantial`,
  prose`strong`,
  prose`very strong`,
];

export const grades = section({
  id: 'grades',
  title: prose`How much evidence is strong? Jeffreys' grades`,
  needs: { ratios: ratioLevels },
  write: ({ ratios }) => [
    prose`Harold Jeffreys gave names to amounts of evidence (${cite('jeffreys-1961')}; ${ref('grades-table')}). They are steps
      of ${given(5)} dB, and above ${given(20)} dB he calls evidence “decisive”. ${ref('strength-of-evidence')} shows why the
      names mislead: they leave out where you began.`,
    table({
      id: 'grades-table',
      caption: prose`Jeffreys' grades: the upper limit in decibels and as a factor, the probability to which it
        raises even odds, and his wording.`,
      rows: ratios.grades.map((row, index) => ({ ...row, words: at(WORDS, index) })),
      columns: [
        ['up to (dB)', (row) => given(row.level)],
        ['factor', (row) => real(row.ratio, 2)],
        ['from even odds to', (row) => percent(row.probability, 2)],
        ['in words', (row) => row.words],
      ],
    }),
  ],
});
