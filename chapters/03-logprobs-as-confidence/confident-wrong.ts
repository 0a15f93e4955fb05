import { at } from '#numerics/list';
import { table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { list, prose } from '#report/prose';
import { section } from '#report/section';
import { count, percent, ref, text } from '#report/values';
import { factScores, judged } from './fact-scores.ts';
import { RELATION_NAMES, RELATIONS } from './facts.ts';

const HIGH = 0.9;
/** Shown when fewer are above. */
const AT_LEAST = 3;
/** The past participles among the wrong answers about past tenses. */
const PARTICIPLES: ReadonlySet<string> = new Set(
  (
    'gone begun sung drunk swum rung written driven ridden taken eaten seen given known grown flown blown thrown drawn ' +
    'fallen shaken'
  ).split(' '),
);

export const confidentAndWrong = measurement({
  id: 'confident-and-wrong',
  needs: { scores: factScores },
  kinds: {
    rows: { prompt: 'exact', chosen: 'exact', right: 'exact', confidence: 'probability', own: 'probability' },
    high: 'float64',
    above: { all: 'rank', wrong: 'rank' },
    shown: 'exact',
    any: 'exact',
    participles: 'rank',
    others: { about: 'exact', n: 'rank' },
    pattern: 'exact',
    first: { own: 'probability', tokens: 'exact', rightTokens: 'exact', lengths: 'exact', perToken: 'exact' },
  },
  async measure({ scores }) {
    const items = judged(scores.items, 'test');
    const above = items.filter(({ confidence }) => confidence >= HIGH);
    const wrong = above.filter(({ right }) => !right).length;
    const shown = items
      .filter(({ right }) => !right)
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, Math.max(wrong, AT_LEAST));
    const rows = shown.map(({ item, chosen, confidence }) => ({
      prompt: item.prompt,
      chosen: at(item.answers, chosen).text,
      right: at(item.answers, 0).text,
      confidence,
      own: Math.exp(at(item.answers, chosen).sum),
    }));
    const isParticiple = ({ item, chosen }: (typeof shown)[number]) =>
      item.relation === 'past-tense' && PARTICIPLES.has(at(item.answers, chosen).text);
    const participles = shown.filter(isParticiple).length;
    const others = RELATION_NAMES.map((name) => ({
      about: RELATIONS[name].about as string,
      n: shown.filter((row) => row.item.relation === name && !isParticiple(row)).length,
    }))
      .filter(({ n }) => n > 0)
      .sort((one, other) => other.n - one.n);
    const pattern: 'participles' | 'none' = participles > shown.length / 2 ? 'participles' : 'none';
    const any: 'yes' | 'no' = wrong > 0 ? 'yes' : 'no';
    return {
      rows,
      high: HIGH,
      shown: rows.length,
      above: { all: above.length, wrong },
      any,
      participles,
      others,
      pattern,
      first: againstTruth(at(shown, 0)),
    };
  },
});

/** How a wrong choice compares with the right answer in length, and whether the mean per token would have been right. */
function againstTruth({
  item,
  chosen,
}: {
  readonly item: { readonly answers: readonly { readonly tokens: number; readonly sum: number }[] };
  readonly chosen: number;
}) {
  const [choice, truth] = [at(item.answers, chosen), at(item.answers, 0)];
  const lengths: 'longer' | 'not longer' = truth.tokens > choice.tokens ? 'longer' : 'not longer';
  const perTokenOf = ({ sum, tokens }: typeof truth) => sum / tokens;
  const perToken: 'right' | 'wrong' = item.answers.every((answer) => perTokenOf(answer) <= perTokenOf(truth))
    ? 'right'
    : 'wrong';
  return { own: Math.exp(choice.sum), tokens: choice.tokens, rightTokens: truth.tokens, lengths, perToken };
}

export const confidentWrong = section({
  id: 'confident-and-wrong',
  title: prose`Confident and wrong`,
  needs: { m: confidentAndWrong },
  write({ m }) {
    const [first] = m.rows;
    return [
      prose`
        Of the ${count(m.above.all)} test items answered with a confidence of ${percent(m.high, { digits: 2 })} or more,
        ${count(m.above.wrong)} are wrong. ${choose(m.any, {
          yes: prose`No threshold below that would have stopped them. Who are they? (${ref('wrong-by-name')})`,
          no: prose`That is none; ${ref('wrong-by-name')} begins lower.`,
        })}
      `,
      table({
        id: 'wrong-by-name',
        caption: prose`The ${count(m.shown)} wrong choices with the highest confidence, by name. The last column is the
          probability that the model gave to the words of its choice.`,
        rows: m.rows,
        columns: [
          { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
          { head: prose`its choice`, cell: (row) => prose`${text(row.chosen)}` },
          { head: prose`right`, cell: (row) => prose`${text(row.right)}` },
          {
            head: prose`confidence`,
            align: 'right',
            cell: (row) => prose`${percent(row.confidence, { decimals: 1 })}`,
          },
          {
            head: prose`its probability`,
            align: 'right',
            cell: (row) => prose`${percent(row.own, { digits: 2 })}`,
          },
        ],
      }),
      prose`
        What to see: ${choose(m.pattern, {
          participles: prose`${count(m.participles)} of the ${count(m.shown)} are the past participle in place of the past tense:
            with these verbs, the model is sure of the wrong form.`,
          none: prose`${count(m.participles)} of the ${count(m.shown)} are the past participle in place of the past tense.`,
        })} The others: ${m.others.length > 0 ? list(m.others.map(({ about, n }) => prose`“${text(about)}” (${count(n)})`)) : prose`none`}.
      `,
      prose`
        A share of ${percent(first?.confidence)} only says that the other three are worse: the model gave
        “${text(first?.chosen)}” itself a probability of ${percent(m.first.own, { digits: 2 })}. ${choose(
          m.first.lengths,
          {
            longer: prose`And the right name, “${text(first?.right)}”, has ${count(m.first.rightTokens)} tokens against
            ${count(m.first.tokens)}, so its sum starts with a handicap (${ref('confidence-limits')})${choose(
              m.first.perToken,
              { right: prose`; by the mean per token it would have won.`, wrong: prose`.` },
            )}`,
            'not longer': prose`The right answer, “${text(first?.right)}”, is no longer in tokens, so length does not explain it.`,
          },
        )}
      `,
      prose`
        A further likely reason, not measured here: a log-probability is about *text*, how likely these words are after those
        in what the model learned from. Where the frequent sentence is not the true one, confidence goes with the text.
      `,
    ];
  },
});
