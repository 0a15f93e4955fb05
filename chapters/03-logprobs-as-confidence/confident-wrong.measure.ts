import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { factScores, judged } from './fact-scores.measure.ts';

export const HIGH = 0.9;
/** The wrong choices that are shown by name. */
const MOST_SHOWN = 6;
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

/** Whether the model, left alone, would more likely write an answer than not. */
const isLikely = ({ sum }: { readonly sum: number }) => sum > Math.log(0.5);

export const confidentAndWrong = measurement({
  id: 'confident-and-wrong',
  needs: { scores: factScores },
  kinds: {
    rows: { confidence: 'probability', own: 'probability' },
    high: 'float64',
    above: { all: 'rank', wrong: 'rank' },
    ...each('rank', 'shown', 'full', 'participles'),
    first: { own: 'probability', tokens: 'exact', rightTokens: 'exact' },
  },
  async measure({ scores }) {
    // Where several answers share the largest sum, the model has chosen none.
    const items = judged(scores.items, 'test')
      .filter(({ tied }) => !tied)
      .map((row) => ({
        ...row,
        choice: at(row.item.answers, row.chosen),
        truth: at(row.item.answers, 0),
      }));
    const above = items.filter(({ confidence }) => confidence >= HIGH);
    const wrong = items
      .filter(({ right }) => !right)
      .sort((one, other) => other.confidence - one.confidence || leadOf(other) - leadOf(one));
    const surelyWrong = wrong.filter(({ confidence }) => confidence >= HIGH);
    const full = wrong.filter(({ confidence }) => confidence === 1).length;
    // Those below count as confident only where no mistake is.
    const shown = (surelyWrong.length > 0 ? surelyWrong : wrong).slice(0, MOST_SHOWN);
    const rows = shown.map(({ item, choice, truth, confidence }) => ({
      prompt: item.prompt,
      chosen: choice.text,
      right: truth.text,
      confidence,
      own: Math.exp(choice.sum),
    }));
    const participles = surelyWrong.filter(
      ({ item, choice }) => item.relation === 'past-tense' && PARTICIPLES.has(choice.text),
    );
    const [participle] = participles;
    const [surest] = shown;
    const firstOf = ({ item, choice, truth }: (typeof shown)[number]) => {
      const perToken = item.answers.every(({ sum, tokens }) => sum / tokens <= truth.sum / truth.tokens);
      return {
        own: Math.exp(choice.sum),
        tokens: choice.tokens,
        rightTokens: truth.tokens,
        lengths: either(truth.tokens > choice.tokens, 'longer', 'not longer'),
        perToken: either(perToken, 'right', 'wrong'),
        kind: either(NAMES.has(item.relation), 'name', 'answer'),
        alone: either(isLikely(choice), 'likely', 'unlikely'),
      };
    };
    return {
      rows,
      high: HIGH,
      shown: rows.length,
      /** Wrong choices with a confidence that float64 shows as one. */
      full,
      order: either(full > rows.length, 'by lead', 'by confidence'),
      above: { all: above.length, wrong: surelyWrong.length },
      any: above.length === 0 ? ('nobody' as const) : either(surelyWrong.length > 0, 'yes', 'no'),
      sureOnlyAmongFour: either(
        surelyWrong.length > 0 && !surelyWrong.some(({ choice }) => isLikely(choice)),
        'yes',
        'no',
      ),
      participles: participles.length,
      participle: participle ? { chosen: participle.choice.text, right: participle.truth.text } : null,
      first: surest ? firstOf(surest) : null,
    };
  },
});
