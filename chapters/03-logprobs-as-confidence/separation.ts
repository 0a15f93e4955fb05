import { at } from '#numerics/list';
import { choose, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import {
  codeText,
  count,
  countInWords,
  equation,
  given,
  math,
  percent,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { factScores } from './fact-scores.measure.ts';
import { factAccuracy } from './facts-set.measure.ts';
import { separationOfAnswers } from './separation.measure.ts';
import {
  againstCoin,
  fromTo,
  legible,
  orNone,
  outOf,
  rangeInBrackets,
  roughly,
  scaled,
  shareAxis,
} from './shared.ts';
import { confidenceSignal } from './signal.measure.ts';

type Ends = Seen<typeof separationOfAnswers>['relations'][number]['low'];

const noneOrMore = (n: Parameters<typeof countInWords>[0] & object) =>
  layout([n], (number) => number === 0) ? prose`none` : countInWords(n);

export const separation = section({
  id: 'confidence-signal',
  title: prose`Is the model less sure where it is wrong?`,
  needs: { signal: confidenceSignal, scores: factScores, facts: factAccuracy, m: separationOfAnswers },
  write({ signal, scores, facts, m }) {
    const [easy, close, famous] = [at(signal.facts, 0), at(signal.facts, 1), at(signal.facts, 2)];
    const verdict = (fact: typeof easy) =>
      choose(fact.verdict, {
        right: prose`which is right`,
        wrong: prose`which is wrong`,
        tied: prose`not alone, so that it is no choice`,
      });
    const tied = signal.facts.filter((fact) => fact.verdict === 'tied').map(({ prompt }) => prompt);
    const { right, wrong } = m;
    const sides =
      right.mean === null
        ? prose`no choice is right, and the wrong ones have a mean confidence of ${percent(wrong.mean ?? undefined)}`
        : wrong.mean === null
          ? prose`no choice is wrong, and the right ones have a mean confidence of ${percent(right.mean)}`
          : prose`right choices have a mean confidence of ${roughly(right.mean)}, wrong ones of
              ${roughly(wrong.mean)}`;
    const within = prose`${orNone((x) => real(x, 2), m.within.estimate)}${rangeInBrackets(m.within, 2)}`;
    const judgedRelations = m.relations.filter(({ low }) => low !== null);
    const [best, worst] = [judgedRelations[0], judgedRelations.at(-1)];
    const areApart = layout([best?.low, worst?.high], (low, high) => low > high);
    return [
      prose`“${text(famous.prompt)} …” Of four answers ${codeText(signal.model)} prefers
        ${text(famous.chosen)}, with ${roughly(famous.confidence)}. ${choose(famous.verdict, {
          right: prose`That is right.`,
          wrong: prose`Wrong.`,
          tied: prose`But it is not alone.`,
        })} What
        is such a number worth? (If your API scores no text that you send, go on to ${ref('confidence-thresholds')}
        and ${ref('own-words')}.)`,
      prose`This is for answers from a fixed list: labels, categories, routes. Each of our questions has four, one of them right; the model is never shown the list. Score each: add the
        ${term('log-probability', 'log-probabilities')} of its ${term('token', 'tokens')}, each given all words
        before it. Such a sum ${math`\ell`}, in ${term('nat', 'nats')}, is not yet a chance of being right: words that answer nothing, “a city in …”, take probability, too. So compare the four.
        The ${term('softmax')} of their sums is four shares that add up to one. The answer with the largest is
        the model's choice, and its share the *confidence* ${math`c`}:`,
      equation`\ell_i = \sum_t \ln q(\text{token } t \mid \text{all before it}) \qquad c = \max_i \frac{e^{\ell_i}}{\sum_j e^{\ell_j}}`,
      figure({
        id: 'signal-shares',
        caption: prose`Three questions, picked by hand, and the shares of their four answers. The right answer
          is blue and has a tick; the one that the model chooses is marked.${
            tied.length > 0 ? prose` Where several share the largest, it chooses none.` : prose``
          }`,
        alt: prose`Bars of shares, of which the largest is, after “${text(easy.prompt)}”, that of ${text(easy.chosen)},
          ${verdict(easy)}, with ${percent(easy.confidence)}; after “${text(close.prompt)}” ${text(close.chosen)},
          ${verdict(close)}, with ${percent(close.confidence)}; after “${text(famous.prompt)}”
          ${text(famous.chosen)}, ${verdict(famous)}, with ${percent(famous.confidence)}.`,
        data: signal.answers.map((row) => ({
          prompt: `${row.prompt} …`,
          answer: `${row.answer}${row.isRight ? ' ✓' : ''}${row.isChosen && !tied.includes(row.prompt) ? ' (chosen)' : ''}`,
          share: row.share,
          right: row.isRight ? 'right' : 'wrong',
        })),
        spec: {
          facet: {
            row: mark.n('prompt', {
              sort: signal.facts.map((fact) => `${fact.prompt} …`),
              title: null,
              header: { labelAngle: 0, labelAlign: 'left', labelOrient: 'top', labelAnchor: 'start' },
            }),
          },
          resolve: { scale: { y: 'independent' } },
          spec: {
            height: { step: 22 },
            mark: 'bar',
            encoding: {
              y: mark.n('answer', { sort: null, title: null }),
              x: shareAxis('share', 'share', [0, 1]),
              color: scaled('right', { right: '$right', wrong: '$wrong' }, { legend: null }),
            },
          },
        },
      }),
      prose`${ref('facts-relations')} shows what ${count(scores.counts.all)}
        more are about; their wrong answers are plausible on purpose. We set thresholds on
        ${count(scores.counts.dev)} of them, *dev*, and judge on the other ${count(scores.counts.test)}, *test*. The facts and
        the rules were fixed before test was scored, except ${given(17)} debatable items, replaced later without a look at
        their scores.`,
      table({
        id: 'facts-relations',
        caption: prose`The eight relations, the easiest for this model first, with a test item of each: its right answer and one of three wrong ones. Of the ${given(17)} items replaced later, ${given(11)} are in test.`,
        rows: facts.relations,
        columns: [
          ['relation', (row) => text(row.about)],
          ['the model reads', (row) => text(row.prompt)],
          ['right', (row) => text(row.rightAnswer)],
          ['wrong', (row) => text(row.wrongAnswer)],
          ['choices that are right', (row) => outOf(row.right, row.n), 'right'],
        ],
      }),

      prose`On test ${roughly(facts.test.accuracy)} of the choices are right; a blind guess would get
        ${roughly(facts.chance)}.${choose(facts.ties, {
          none: prose``,
          some: prose` (Where several answers share the largest sum, the model has chosen none, and we count it
            as wrong.)`,
          many: prose` In ${count(facts.tied)} cases several answers share the largest sum: the model has
            chosen none, and we count it as wrong. So with this model, what follows about confidence mostly
            tells choices from ties.`,
        })} ${
          right.mean === null || wrong.mean === null
            ? prose``
            : prose`Do wrong choices come with less confidence?`
        }`,
      figure({
        id: 'right-and-wrong',
        caption: prose`How many test items were right (upwards) and wrong (downwards) at each level of
          confidence.`,
        alt: prose`A histogram with two sides, ${count(right.n)} right and ${count(wrong.n)} wrong choices:
          ${sides}${choose(m.high, {
            'wrong ones, too': prose`; wrong choices occur at high confidence, too.`,
            'right ones only': prose`.`,
          })}`,
        data: {
          rows: m.bars,
          sides: [
            { y: given(45), label: 'right' },
            { y: given(-15), label: 'wrong' },
          ],
        },
        spec: {
          height: 260,
          layer: [
            mark.rect(
              {
                x: shareAxis('low', 'confidence', [0.2, 1]),
                x2: { field: 'high' },
                y: mark.q('from', {
                  title: 'number of items',
                  axis: { labelExpr: 'format(abs(datum.value), "d")' },
                }),
                y2: { field: 'to' },
                color: scaled('outcome', { right: '$right', wrong: '$wrong' }, { legend: null }),
              },
              { stroke: '$paper' },
            ),
            ...legible({ x: { value: 0 }, y: 'y', text: 'label' }, { data: 'sides', align: 'left', dx: 6 }),
          ],
        },
      }),
      prose`In ${ref('right-and-wrong')} ${sides}.`,
      ...(m.auroc.estimate === null
        ? [prose`There is no pair of a right and a wrong choice to compare.`]
        : [
            prose`How often is a right choice surer than a wrong one? The ${term('AUROC')} is
              ${real(m.auroc.estimate, 2)}${rangeInBrackets(m.auroc, 2)}.${
                m.auroc.low === null
                  ? prose``
                  : prose` This interval is a ${term('bootstrap')}, from the AUROCs of many samples drawn anew from these items.`
              } ${againstCoin(m.auroc.verdict, {
                separates: prose`${choose(m.ties, {
                  few: prose`So confidence does know something about being right.`,
                  many: prose`But a tie counts as wrong, and has little confidence by itself.`,
                })}`,
                'does not': prose`On these items, confidence cannot be told from a coin.`,
                reversed: prose`On these items, wrong choices are the surer ones.`,
              })}`,
          ]),
      ...(m.within.estimate === null
        ? []
        : [
            prose`${choose(m.cheap, {
              some: prose`Some of that may be cheap: merely knowing which kinds of question are easy would beat a coin, too. If each
                right answer is compared only with wrong ones to the same kind of question, ${within} is left`,
              'none seen': prose`Knowing which kinds of question are easy could pass for confidence. Among answers to the same kind of
                question, all relations pooled, the AUROC is ${within}`,
            })}.${
              best && worst && areApart && best.auroc !== null && worst.auroc !== null
                ? prose` And it is not the same everywhere:
                    ${real(best.auroc, 2)} for “${text(best.about)}”,
                    ${real(worst.auroc, 2)} for “${text(worst.about)}”${againstCoin(
                      worst.verdict,
                      {
                        separates: prose``,
                        'does not': layout([worst.auroc], (area) => area < 0.5)
                          ? prose`, where wrong choices look even surer, though there are too few items to prove it`
                          : prose`, where so few items do not tell it from a coin`,
                        reversed: prose`, where wrong choices are the surer ones`,
                      },
                      prose``,
                    )}.`
                : prose``
            } Test it on your own kind of question.`,
            curious(prose`In which relations does confidence help?`, [
              prose`${countInWords(m.comparisons, { capital: true })} relations are
                ${countInWords(m.comparisons)} chances to be fooled. So each interval of
                ${ref('auroc-by-relation')} has a level of ${percent(m.level)}: then all of them together hold in
                nineteen of twenty cases (*Bonferroni*). By that standard confidence separates right from wrong in
                ${noneOrMore(m.separated)} of them, and points the wrong way in ${noneOrMore(m.reversed)}. With
                fewer than ${countInWords(m.fewest)} right choices, or wrong ones, we give no interval.`,
              table({
                id: 'auroc-by-relation',
                caption: prose`The AUROC of the confidence among the test items of one relation, with bootstrap
                  intervals corrected for the number of relations.`,
                rows: m.relations,
                columns: [
                  ['relation', (row) => text(row.about)],
                  ['right', (row) => count(row.right)],
                  ['wrong', (row) => count(row.wrong)],
                  ['AUROC', (row) => orNone(real, row.auroc)],
                  ...fromTo((end: Ends) => orNone(real, end)),
                ],
              }),
            ]),
          ]),
    ];
  },
});
