import { natsToDecibels } from '../../../scripts/numerics/decibel';
import { at } from '../../../scripts/numerics/list';
import { softmax } from '../../../scripts/numerics/softmax';
import { textTotals } from '../../../scripts/numerics/text-totals';
import { type LabModel, type Part, Unfinished } from '../../../scripts/page-model/lab';
import type { Asker } from './ask';
import { choiceField, row, table, textField, tokenCodes } from './fields';
import { nats, percent, signed, spaceWarning, tokenCount, wordAfter } from './number-and-token-text';
import { type ScoredToken, scoredToken } from './scored-text';

/** Which answer? The scores of given answers to a question, without and with a passage before it. */

const [LEAST, MOST] = [2, 6];

interface Example {
  readonly question: string;
  readonly answers: readonly string[];
  readonly passage?: string;
  /** The number of the answer that the odds are against, from 1. */
  readonly against?: string;
}

/** What comes before the answers: the question, and where there is a passage, also the two together. */
export const contextsOf = (passage: string, question: string): string[] => [
  question,
  ...(passage === '' ? [] : [`${passage}\n${question}`]),
];

export const partsOf = (contexts: readonly string[], answers: readonly string[]): Part[] =>
  contexts.flatMap((before) => answers.map((text) => ({ before, text: wordAfter(before, text) })));

export function startAnswers(
  place: HTMLElement,
  example: Example,
  asker: Asker,
  model: LabModel,
): () => Example {
  /** Each answer once. */
  const answers = (): string[] => {
    const lines = answersField.control.value.split('\n').map((line) => line.trim());
    return [...new Set(lines)].filter((line) => line !== '');
  };
  const offerRivals = () => rival.setOptions(answers().map((text): [string, string] => [text, text]));
  const changed = () => {
    offerRivals();
    asker.typed(ask);
  };

  async function ask(signal: AbortSignal): Promise<string> {
    const texts = answers();
    const asked = question.control.value;
    if (texts.length < LEAST || texts.length > MOST || asked === '')
      throw new Unfinished(
        `Write a question and ${LEAST} to ${MOST} different answers, and the model says which it prefers.`,
      );
    const words = await model.vocabulary();
    const passage = passageField.control.value.trim();
    const contexts = contextsOf(passage, asked);
    const parts = partsOf(contexts, texts);
    const scored = parts.map((): ScoredToken[] => []);
    await model.score(parts, signal, ({ part, tokens }) => {
      scored[part]?.push(...tokens.map((token) => scoredToken(token, words.tokens)));
    });
    signal.throwIfAborted();
    const conditions = contexts.map((_context, index) =>
      scored.slice(index * texts.length, (index + 1) * texts.length),
    );
    asker.result.replaceChildren(...tables(conditions, texts.indexOf(rival.control.value), texts));
    const where = passage === '' ? '' : 'With the passage, ';
    return where + leader(at(conditions, conditions.length - 1), texts) + spaceWarning('question', asked);
  }

  const before = 'Passage before the question (may be empty)';
  const passageField = textField(before, example.passage ?? '', 2, changed);
  const question = textField('Question', example.question, 2, changed);
  const given = example.answers.map((text) => text.trim()).join('\n');
  const answersField = textField(`Answers, one on each line (${LEAST} to ${MOST})`, given, 3, changed);
  const rival = choiceField('Odds against', [], () => asker.now(ask));
  place.append(passageField.whole, question.whole, answersField.whole, row(rival.whole));
  place.append(asker.status, asker.result);
  offerRivals();
  rival.control.selectedIndex = Number(example.against ?? 2) - 1;
  asker.now(ask);
  return () => ({
    passage: passageField.control.value,
    question: question.control.value,
    answers: answers(),
    against: String(1 + rival.control.selectedIndex),
  });
}

const totalOf = (tokens: readonly ScoredToken[]): number => textTotals(tokens).totalLogprob;
const placeOfLargest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

function tables(
  conditions: readonly (readonly ScoredToken[][])[],
  rival: number,
  texts: readonly string[],
): HTMLElement[] {
  const oddsIn = (answers: readonly ScoredToken[][]) => {
    const against = totalOf(at(answers, rival));
    return answers.map((tokens) => natsToDecibels(totalOf(tokens) - against));
  };
  const without = oddsIn(at(conditions, 0));
  return conditions.map((answers, condition) => {
    const totals = answers.map(totalOf);
    const [shares, best] = [softmax(totals), placeOfLargest(totals)];
    const odds = oddsIn(answers);
    const hasEvidence = condition === 1;
    const rows = answers.map((tokens, index) => [
      tokenCodes(
        tokens.map(({ text }) => text),
        index === best ? ' (leads)' : '',
      ),
      percent(at(shares, index)),
      index === rival ? '—' : signed(at(odds, index), 1),
      ...(hasEvidence ? [index === rival ? '—' : signed(at(odds, index) - at(without, index), 1)] : []),
      nats(at(totals, index)),
      nats(at(totals, index) / tokens.length),
    ]);
    const head = ['answer', 'share', 'odds (dB)', ...(hasEvidence ? ['evidence (dB)'] : [])];
    const against = `against “${at(texts, rival)}”`;
    const caption = hasEvidence
      ? `With the passage. The evidence is how far the passage moves the odds ${against}, not how well it supports an answer by itself.`
      : `Without a passage. The share is among these answers only, and the odds are ${against}.`;
    return table(caption, [...head, 'sum (nats)', 'per token (nats)'], rows);
  });
}

/** Which answer leads, and whether it would if its number of tokens did not count. */
function leader(answers: readonly ScoredToken[][], texts: readonly string[]): string {
  const totals = answers.map(totalOf);
  const best = placeOfLargest(totals);
  const perToken = placeOfLargest(answers.map((tokens) => totalOf(tokens) / tokens.length));
  const said = `“${at(texts, best)}” leads with a share of ${percent(at(softmax(totals), best))}.`;
  if (perToken === best) return said;
  const lengths = `${tokenCount(at(answers, perToken).length)} against ${at(answers, best).length}`;
  return `${said} Per token, “${at(texts, perToken)}” is ahead; it has ${lengths}.`;
}
