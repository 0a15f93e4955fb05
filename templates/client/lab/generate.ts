import { significant } from '../../../scripts/base/printed-number';
import { pcg } from '../../../scripts/lm/pcg';
import { at } from '../../../scripts/numerics/list';
import { perplexity } from '../../../scripts/numerics/perplexity';
import { element } from '../element';
import { type Asker, predict, type Vocabulary, vocabulary } from './ask';
import { PredictionView } from './bars';
import { beamPanel } from './beam';
import { button, choiceField, facts, numberField, row, textField } from './fields';
import { drawable, drawFrom, Prediction } from './prediction';
import { ScoredText, totalsOf } from './scored-text';
import { count, nats, visible } from './shown';

/** Step by step: a text that grows by a token at a time, chosen by the reader, greedily or by a seeded draw. */

const MANY = 10;

interface Step {
  readonly id: number;
  readonly prediction: Prediction;
}

export function startGenerate(place: HTMLElement, { text }: { readonly text: string }, asker: Asker): void {
  let steps: Step[] = [];
  let now: Prediction | undefined;
  let words: Vocabulary | undefined;
  const written = new ScoredText('The text so far, token by token');
  const totals = element('div');
  const view = new PredictionView((id) => asker.now((signal) => take(id, signal)));
  const ids = () => steps.map(({ id }) => id);

  function showText(): void {
    written.clear(field.control.value);
    if (!words) return;
    const { tokens } = words;
    written.add(
      steps.map(({ id, prediction }) => {
        const rank = prediction.order.indexOf(id) + 1;
        const { entropy } = prediction;
        return { id, text: at(tokens, id), bytes: 0, logprob: at(prediction.logprobs, id), rank, entropy };
      }),
    );
    const { total, count: tokensWritten } = totalsOf(written.tokens);
    const mean = tokensWritten === 0 ? '—' : significant(perplexity(total / tokensWritten), 3);
    totals.replaceChildren(
      facts([
        ['Tokens written', count(tokensWritten)],
        ['Sum of log-probabilities', `${nats(total)} nats`],
        ['Perplexity', mean],
      ]),
    );
    for (const one of [undo, again]) one.disabled = tokensWritten === 0;
    beam.clear();
  }

  /** Asks what comes after the text so far, and shows it. */
  async function ask(signal: AbortSignal): Promise<string> {
    now = undefined;
    const prompt = field.control.value;
    view.whole.hidden = prompt === '';
    if (prompt === '') return 'Write the beginning of a text.';
    const [logits, known] = await Promise.all([predict(prompt, ids(), signal), vocabulary()]);
    signal.throwIfAborted();
    now = new Prediction(logits);
    words = known;
    showText();
    view.show(now, known);
    const last = steps.at(-1);
    return last
      ? `Written: ${visible(at(known.tokens, last.id))}. Choose the next token.`
      : 'Choose a token.';
  }

  async function take(id: number, signal: AbortSignal): Promise<string> {
    if (!now) return await ask(signal);
    steps = [...steps, { id, prediction: now }];
    return await ask(signal);
  }

  /** The number of a step is always the same of one seed, whatever was chosen or undone before. */
  function uniform(step: number): number {
    const random = pcg(Math.trunc(seed.control.valueAsNumber) || 0);
    for (let skipped = 0; skipped < step; skipped++) random();
    return random();
  }

  async function write(many: number, signal: AbortSignal): Promise<string> {
    let said = now ? '' : await ask(signal);
    for (let left = many; left > 0 && now; left--) {
      const isGreedy = how.control.value === 'greedy';
      const id = isGreedy ? at(now.order, 0) : drawFrom(drawable(now, view.decoding), uniform(steps.length));
      said = await take(id, signal);
      if (words?.special.has(id)) return 'The model ended the text here.';
    }
    return said;
  }

  const startOver = (): void => {
    steps = [];
    written.clear();
  };
  const field = textField('Beginning', text, 2, () => {
    startOver();
    asker.typed(ask);
  });
  const how = choiceField(
    'Each step takes',
    [
      ['greedy', 'the likeliest token'],
      ['draw', 'a drawn token'],
    ],
    () => {
      seed.whole.hidden = how.control.value !== 'draw';
    },
  );
  const seed = numberField('Seed', 1, 2 ** 32 - 1, () => {});
  seed.whole.hidden = true;
  const one = button('One step', () => asker.now((signal) => write(1, signal)), 'main');
  const many = button(`${MANY} steps`, () => asker.now((signal) => write(MANY, signal)));
  const undo = button('Undo', () => {
    steps = steps.slice(0, -1);
    asker.now(ask);
  });
  const again = button('Start over', () => {
    startOver();
    asker.now(ask);
  });
  for (const unwritten of [undo, again]) unwritten.disabled = true;
  const beam = beamPanel(() => ({ text: field.control.value, ids: ids() }));
  place.append(field.whole, written.whole, totals, row(how.whole, seed.whole, one, many, undo, again));
  place.append(asker.status, view.whole, beam.whole);
  asker.now(ask);
}
