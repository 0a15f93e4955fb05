import { at } from '../../../scripts/numerics/list';
import { type Asker, predict, vocabulary } from './ask';
import { PredictionView } from './bars';
import { textField } from './fields';
import { Prediction } from './prediction';
import { percent, visible } from './shown';

/** What comes next? A text, and the whole prediction after it. */
export function startNext(place: HTMLElement, { text }: { readonly text: string }, asker: Asker): void {
  const view = new PredictionView();
  const ask = async (signal: AbortSignal): Promise<string> => {
    const written = field.control.value;
    view.whole.hidden = written === '';
    if (written === '') return 'Write a text, and the model predicts the token after it.';
    const [logits, words] = await Promise.all([predict(written, [], signal), vocabulary()]);
    signal.throwIfAborted();
    const prediction = new Prediction(logits);
    view.show(prediction, words);
    const [first] = prediction.order;
    const likeliest = visible(at(words.tokens, first));
    const said = `Likeliest: ${likeliest}, ${percent(Math.exp(at(prediction.logprobs, first)))}.`;
    return written.endsWith(' ')
      ? `${said} The text ends in a space, but most words bring their own: try it without.`
      : said;
  };
  const field = textField('Text', text, 2, () => asker.typed(ask));
  place.append(field.whole, asker.status, view.whole);
  asker.now(ask);
}
