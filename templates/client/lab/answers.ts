import { natsToDecibels } from '../../../scripts/numerics/decibel';
import { at } from '../../../scripts/numerics/list';
import { softmax } from '../../../scripts/numerics/softmax';
import { element } from '../element';
import { type Asker, score, vocabulary } from './ask';
import { button, choiceField, type Field, lineField, row, table, textField, tokenCode } from './fields';
import { type ScoredToken, scoredToken, totalsOf } from './scored-text';
import { nats, percent, signed, visible } from './shown';

/** Which answer? The scores of given answers to a question, without and with a passage before it. */

const MOST = 6;

interface Example {
  readonly question: string;
  readonly answers: readonly string[];
  readonly passage?: string;
}

export function startAnswers(place: HTMLElement, example: Example, asker: Asker): void {
  const fields: Field[] = [];
  const list = element('div', 'lab-answers');
  const result = element('div');
  const answers = () => fields.map(({ control }) => control.value).filter((text) => text.trim() !== '');

  /** An answer is a word of its own, unless the question ends in a space. */
  const spaced = (answer: string) => (/\s$/.test(question.control.value) ? answer : ` ${answer.trimStart()}`);

  const offerRivals = () =>
    rival.setOptions(answers().map((text, index): [string, string] => [String(index), text.trim()]));

  function changed(): void {
    offerRivals();
    asker.typed(ask);
  }

  async function ask(signal: AbortSignal): Promise<string> {
    const texts = answers().map(spaced);
    if (texts.length < 2 || question.control.value === '') {
      result.replaceChildren();
      return 'Write a question and at least two answers, and the model says which it prefers.';
    }
    const words = await vocabulary();
    const passage = passageField.control.value.trim();
    const contexts = [
      question.control.value,
      ...(passage === '' ? [] : [`${passage}\n${question.control.value}`]),
    ];
    const parts = contexts.flatMap((before) => texts.map((text) => ({ before, text })));
    const scored = parts.map((): ScoredToken[] => []);
    await score(parts, signal, ({ part, tokens }) => {
      scored[part]?.push(...tokens.map((token) => scoredToken(token, words.tokens)));
    });
    signal.throwIfAborted();
    const conditions = contexts.map((_context, index) =>
      scored.slice(index * texts.length, (index + 1) * texts.length),
    );
    result.replaceChildren(...tables(conditions, Number(rival.control.value)));
    return sentence(at(conditions, conditions.length - 1), passage === '' ? '' : 'With the passage, ');
  }

  function addAnswer(text: string): void {
    const field = lineField(`Answer ${fields.length + 1}`, text.trimStart(), changed);
    fields.push(field);
    list.append(field.whole);
    more.hidden = fields.length === MOST;
  }

  const passageField = textField(
    'Passage before the question (may be empty)',
    example.passage ?? '',
    2,
    changed,
  );
  const question = textField('Question', example.question, 2, changed);
  const more = button('Add an answer', () => {
    addAnswer('');
    fields.at(-1)?.control.focus();
  });
  const rival = choiceField('Odds against', [], () => asker.now(ask));
  for (const text of example.answers) addAnswer(text);
  place.append(passageField.whole, question.whole, list, row(more, rival.whole), asker.status, result);
  offerRivals();
  rival.control.value = '1';
  asker.now(ask);
}

const totalOf = (tokens: readonly ScoredToken[]): number => totalsOf(tokens).total;

function tables(conditions: readonly (readonly ScoredToken[][])[], rival: number): HTMLElement[] {
  const oddsIn = (answers: readonly ScoredToken[][]) => {
    const against = totalOf(answers[rival] ?? at(answers, 0));
    return answers.map((tokens) => natsToDecibels(totalOf(tokens) - against));
  };
  const without = oddsIn(at(conditions, 0));
  return conditions.map((answers, condition) => {
    const shares = softmax(answers.map(totalOf));
    const odds = oddsIn(answers);
    const hasEvidence = condition === 1;
    const rows = answers.map((tokens, index) => [
      element('span', '', ...tokens.map(({ text }) => tokenCode(visible(text)))),
      percent(at(shares, index)),
      index === rival ? '—' : signed(at(odds, index), 1),
      ...(hasEvidence ? [index === rival ? '—' : signed(at(odds, index) - at(without, index), 1)] : []),
      nats(totalOf(tokens)),
      nats(totalOf(tokens) / tokens.length),
    ]);
    const head = ['answer', 'share', 'odds (dB)', ...(hasEvidence ? ['evidence (dB)'] : [])];
    const caption = hasEvidence
      ? 'With the passage. The evidence is how far the passage moves the odds.'
      : 'Without a passage. The share is among these answers only.';
    return table(caption, [...head, 'sum (nats)', 'per token (nats)'], rows);
  });
}

function sentence(answers: readonly ScoredToken[][], where: string): string {
  const totals = answers.map(totalOf);
  const best = totals.indexOf(Math.max(...totals));
  const text = at(answers, best)
    .map((token) => token.text)
    .join('')
    .trim();
  return `${where}${text} leads with a share of ${percent(at(softmax(totals), best))}.`;
}
