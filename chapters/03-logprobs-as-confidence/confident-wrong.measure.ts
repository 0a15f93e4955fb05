import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { factScores, judged } from './fact-scores.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';

export const HIGH = 0.9;
/** The fewest and the most wrong choices that are shown by name. */
const SHOWN = { fewest: 3, most: 20 };
/** The relations whose answers are names. */
const NAMES: ReadonlySet<string> = new Set(['city', 'capital', 'element', 'author']);
/** The past participles among the wrong answers about past tenses. */
export const PARTICIPLES: ReadonlySet<string> = new Set(
  (
    'gone begun drunk swum risen written driven ridden taken eaten seen given known grown flown blown thrown drawn ' +
    'fallen shaken'
  ).split(' '),
);

/** By how much the best sum leads: it tells confidences apart that float64 shows as one. */
function leadOf({ item }: { readonly item: { readonly answers: readonly { readonly sum: number }[] } }) {
  const [best = 0, second = 0] = item.answers.map(({ sum }) => sum).sort((one, other) => other - one);
  return best - second;
}

export const confidentAndWrong = measurement({
  id: 'confident-and-wrong',
  needs: { scores: factScores },
  kinds: {
    rows: { confidence: 'probability', own: 'probability' },
    high: 'float64',
    above: { all: 'rank', wrong: 'rank' },
    shown: 'exact',
    participles: 'rank',
    others: { n: 'rank' },
    first: { own: 'probability', tokens: 'exact', rightTokens: 'exact' },
  },
  async measure({ scores }) {
    const items = judged(scores.items, 'test').map((row) => ({
      ...row,
      choice: at(row.item.answers, row.chosen),
      truth: at(row.item.answers, 0),
    }));
    const above = items.filter(({ confidence }) => confidence >= HIGH);
    const wrong = above.filter(({ right }) => !right).length;
    const shown = items
      .filter(({ right }) => !right)
      .sort((one, other) => other.confidence - one.confidence || leadOf(other) - leadOf(one))
      .slice(0, Math.min(Math.max(wrong, SHOWN.fewest), SHOWN.most));
    const rows = shown.map(({ item, choice, truth, confidence }) => ({
      prompt: item.prompt,
      chosen: choice.text,
      right: truth.text,
      confidence,
      own: Math.exp(choice.sum),
    }));
    const isParticiple = ({ item, choice }: (typeof shown)[number]) =>
      item.relation === 'past-tense' && PARTICIPLES.has(choice.text);
    const participles = shown.filter(isParticiple).length;
    const others = RELATION_NAMES.map((name) => ({
      about: aboutOf(name),
      n: shown.filter((row) => row.item.relation === name && !isParticiple(row)).length,
    }));
    const [surest] = shown;
    const firstOf = ({ item, choice, truth, tied }: (typeof shown)[number]) => {
      const perToken = item.answers.every(({ sum, tokens }) => sum / tokens <= truth.sum / truth.tokens);
      return {
        own: Math.exp(choice.sum),
        tokens: choice.tokens,
        rightTokens: truth.tokens,
        lengths: either(truth.tokens > choice.tokens, 'longer', 'not longer'),
        perToken: either(perToken, 'right', 'wrong'),
        kind: either(NAMES.has(item.relation), 'name', 'answer'),
        lead: either(tied, 'none', 'some'),
      };
    };
    return {
      rows,
      high: HIGH,
      shown: rows.length,
      above: { all: above.length, wrong },
      any: either(wrong > 0, 'yes', 'no'),
      participles,
      others: others.filter(({ n }) => n > 0).sort((one, other) => other.n - one.n),
      pattern:
        participles === 0
          ? ('no participle' as const)
          : either(participles > shown.length / 2, 'participles', 'none'),
      first: surest ? firstOf(surest) : null,
    };
  },
});
