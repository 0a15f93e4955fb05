import type { Piece } from '#lm/types';
import { entropy } from '#numerics/entropy';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { sha256Of } from './facts.ts';
import {
  answerPrompt,
  CONDITIONS,
  PASSAGES_FILE,
  passageOf,
  readPassages,
  rightPrompt,
  sourcePrompt,
  surePrompt,
  verdictOn,
} from './passages.ts';
import { ratingOf, ratings, yesAndNo, yesOverNo } from './yes-or-no.ts';

export const MOST_TOKENS = 8;
/** Those that the signals are compared between. */
const COMPARED: readonly string[] = ['none', 'right', 'irrelevant', 'untrue'];

/** That which the model rates its own answers under: one answer to each question, so that no question counts twice. */
const RATED: readonly string[] = ['right'];

/** Looks up what each of some cases resulted in. */
function resultsBy<Case extends object, Result>(
  cases: readonly Case[],
  result: (one: Case, index: number) => Result,
) {
  const results = new Map<object, Result>(cases.map((one, index) => [one, result(one, index)]));
  return (one: object): Result | undefined => results.get(one);
}

/** The tokens of an answer: up to the end of its line, or to a special token. */
const answerTokens = (pieces: readonly Piece[]): readonly Piece[] => {
  const end = pieces.findIndex(({ text, special }) => special || text.includes('\n'));
  return end < 0 ? pieces : pieces.slice(0, end);
};

/** The model's answers to each question under each condition, and what it says about them. */
export const passageAnswers = measurement({
  id: 'passage-answers',
  data: { set: PASSAGES_FILE },
  kinds: {
    ...each('exact', 'questions', 'mostTokens'),
    rows: {
      ...each('rank', 'tokens', 'rating'),
      ...each('nats', 'sum', 'entropy', 'right', 'inSource', 'without'),
      ...each('probability', 'rightMass', 'inSourceMass'),
    },
  },
  async measure({ lm, data }) {
    const items = readPassages(data.set);
    const cases = items.flatMap((item, place) =>
      CONDITIONS.map((condition) => ({ item, condition, passage: passageOf(item, place, condition) })),
    );
    const prompts = cases.map(({ item, passage }) => answerPrompt(lm, item.question, passage));
    const entropies: number[] = [];
    const generations = await lm.generate(prompts, {
      maxTokens: MOST_TOKENS,
      temperature: 0,
      steps: 'first',
      onStep({ sequence, logits }) {
        entropies[sequence] = entropy(softmax(logits));
      },
    });
    const answered = cases.map((one, i) => {
      const { ids, logprobs, end } = at(generations, i);
      const { length } = answerTokens(lm.pieces(ids));
      return {
        ...one,
        ids: ids.slice(0, length),
        text: lm.decode(ids.slice(0, length)).trim(),
        sum: compensatedSum(logprobs.slice(0, length)),
        entropy: at(entropies, i),
        ended: either(end === 'stop' || length < ids.length, 'by itself', 'cut'),
      };
    });
    const compared = answered.filter(({ condition }) => COMPARED.includes(condition));
    const withPassage = compared.filter(({ passage }) => passage !== null);
    const rated = compared.filter(({ condition }) => RATED.includes(condition));
    const [choices, digits] = [yesAndNo(lm), ratings(lm)];
    // In one call, since what these prompts have in common is read once in it.
    const scored = await lm.scoreChoices(
      [
        ...compared.map(({ item, passage, text }) => ({
          context: rightPrompt(lm, item.question, passage, text),
          continuations: choices,
        })),
        ...withPassage.map(({ item, passage }) => ({
          context: sourcePrompt(lm, item.question, passage ?? ''),
          continuations: choices,
        })),
        ...rated.map(({ item, passage, text }) => ({
          context: surePrompt(lm, item.question, passage, text),
          continuations: digits,
        })),
      ],
      { entropies: false },
    );
    const without = await lm.scoreMany(
      withPassage.map(({ item, ids }) => ({
        context: answerPrompt(lm, item.question, null),
        continuation: ids,
      })),
    );
    const [firstSource, firstRating] = [compared.length, compared.length + withPassage.length];
    const rightOf = resultsBy(compared, (_, i) => yesOverNo(at(scored, i).scores));
    const sourceOf = resultsBy(withPassage, (_, i) => yesOverNo(at(scored, firstSource + i).scores));
    const ratingsBy = resultsBy(rated, (_, i) => ratingOf(at(scored, firstRating + i).scores));
    const withoutOf = resultsBy(withPassage, (_, i) => at(without, i).total);
    return {
      sha256: sha256Of(data.set),
      questions: items.length,
      mostTokens: MOST_TOKENS,
      rows: answered.map((one) => ({
        id: one.item.id,
        kind: one.item.kind,
        condition: one.condition as string,
        answer: one.text,
        verdict: verdictOn(one.text, one.item),
        ended: one.ended,
        tokens: one.ids.length,
        sum: one.sum,
        entropy: one.entropy,
        right: rightOf(one)?.logOdds ?? null,
        rightMass: rightOf(one)?.mass ?? null,
        inSource: sourceOf(one)?.logOdds ?? null,
        inSourceMass: sourceOf(one)?.mass ?? null,
        rating: ratingsBy(one) ?? null,
        without: withoutOf(one) ?? null,
      })),
    };
  },
});
