import { at } from '../../../scripts/numerics/list';
import { type LabModel, Unfinished } from '../../../scripts/page-model/lab';
import type { Asker, Said } from './ask';
import { textField, tokenCode } from './fields';
import { percent, spaceWarning } from './number-and-token-text';
import { Prediction } from './prediction';
import { PredictionView, type Settings } from './prediction-view';

/** What comes next? A text, and the whole prediction after it. */
export function startNext(
  place: HTMLElement,
  { text, ...settings }: { readonly text: string } & Settings,
  asker: Asker,
  model: LabModel,
) {
  const view = new PredictionView();
  view.settings = settings;
  const ask = async (signal: AbortSignal): Promise<Said> => {
    const written = field.control.value;
    if (written === '') throw new Unfinished('Write a text, and the model predicts the token after it.');
    const [logits, words] = await Promise.all([model.predict(written, [], signal), model.vocabulary()]);
    signal.throwIfAborted();
    const prediction = new Prediction(logits);
    view.show(prediction, words);
    const [first] = prediction.order;
    const likeliest = tokenCode(at(words.tokens, first));
    const probability = percent(Math.exp(at(prediction.logprobs, first)));
    return [
      'The model’s likeliest token is ',
      likeliest,
      `, with ${probability}.${spaceWarning('text', written)}`,
    ];
  };
  const field = textField('Text', text, 2, () => asker.typed(ask));
  asker.result.append(view.whole);
  place.append(field.whole, asker.status, asker.result);
  asker.now(ask);
  return () => ({ text: field.control.value, ...view.settings });
}
