import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { factScores, judged } from './fact-scores.measure.ts';
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
