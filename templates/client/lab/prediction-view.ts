import { significant, withThousands } from '../../../scripts/base/printed-number';
import { entropyBounds } from '../../../scripts/numerics/entropy-bounds';
import { at } from '../../../scripts/numerics/list';
import { compensatedSum } from '../../../scripts/numerics/sum';
import type { Vocabulary } from '../../../scripts/page-model/lab';
import { element } from '../element';
import { button, facts, headRow, row, sliderField, tokenCode } from './fields';
import { count, nats, outward, percent, tokenCount, visible } from './number-and-token-text';
import { type Decoding, type Drawable, drawable, type Prediction } from './prediction';

/** A prediction as a reader sees it: the likeliest tokens as bars, and three controls of a draw. */

const SHOWN = 10;
const LISTED = 5;

const TEMPERATURES = Array.from({ length: 20 }, (_, step) => (step + 1) / 10);
const TOP_KS = [1, 2, 3, 5, 10, 20, 50, 100, 1000, Number.POSITIVE_INFINITY];
const TOP_PS = Array.from({ length: 20 }, (_, step) => (step + 1) / 20);

export interface Settings {
  readonly temperature?: string;
  readonly topK?: string;
  readonly topP?: string;
}

export class PredictionView {
  readonly whole = element('div', 'lab-prediction');
  private readonly bars = element('table', 'lab-bars');
  private readonly more = element('div');
  private readonly controls: { readonly [Name in keyof Decoding]: ReturnType<typeof sliderField<number>> };
  private readonly choose: ((id: number) => void) | undefined;
  private shown: { readonly prediction: Prediction; readonly vocabulary: Vocabulary } | undefined;

  /** With `choose`, each token is a button. */
  constructor(choose?: (id: number) => void) {
    this.choose = choose;
    const changed = () => this.draw();
    const slider = (name: string, values: readonly number[], start: number) => {
      const steps = values.map((value): [number, string] => [
        value,
        value < Infinity ? withThousands(String(value)) : 'all',
      ]);
      return sliderField(name, steps, values.indexOf(start), changed);
    };
    this.controls = {
      temperature: slider('Temperature', TEMPERATURES, 1),
      topK: slider('Top-k', TOP_KS, Number.POSITIVE_INFINITY),
      topP: slider('Top-p', TOP_PS, 1),
    };
    const { temperature, topK, topP } = this.controls;
    const controls = row(temperature.whole, topK.whole, topP.whole);
    this.whole.append(this.bars, controls, this.more);
  }

  get decoding(): Decoding {
    const { temperature, topK, topP } = this.controls;
    return {
      temperature: temperature.value() ?? 1,
      topK: topK.value() ?? Number.POSITIVE_INFINITY,
      topP: topP.value() ?? 1,
    };
  }

  /** What the controls say, as a link holds it. */
  get settings(): Settings {
    const { temperature, topK, topP } = this.controls;
    return { temperature: temperature.shown(), topK: topK.shown(), topP: topP.shown() };
  }

  set settings({ temperature, topK, topP }: Settings) {
    this.controls.temperature.setShown(temperature);
    this.controls.topK.setShown(topK);
    this.controls.topP.setShown(topP);
  }

  show(prediction: Prediction, vocabulary: Vocabulary): void {
    this.shown = { prediction, vocabulary };
    this.draw();
  }

  private draw(): void {
    if (!this.shown) return;
    const { prediction } = this.shown;
    const { decoding } = this;
    const left = drawable(prediction, decoding);
    const isPlain = decoding.temperature === 1 && left.ids.length === prediction.order.length;
    const focused = [...this.bars.querySelectorAll('button')].indexOf(
      document.activeElement as HTMLButtonElement,
    );
    this.bars.replaceChildren(
      element('caption', 'visually-hidden', 'The likeliest next tokens'),
      headRow([
        'token',
        isPlain ? 'probability' : 'drawn with',
        '',
        `${isPlain ? '' : 'model’s '}log-prob. (nats)`,
        'rank',
      ]),
      element('tbody', '', ...this.rows(left)),
    );
    if (focused >= 0) this.bars.querySelectorAll('button')[focused]?.focus();
    this.more.replaceChildren(facts(factsOf(prediction, left)));
  }

  private rows(left: Drawable): HTMLElement[] {
    const { prediction, vocabulary } = this.shown ?? {};
    if (!prediction || !vocabulary) return [];
    const shown = Array.from(prediction.order.subarray(0, SHOWN));
    const shares = shown.map((_id, place) => left.probabilities[place] ?? 0);
    const rows = shown.map((id, place) => {
      const text = at(vocabulary.tokens, id);
      const name = this.choose ? button(visible(text), () => this.choose?.(id), 'token') : tokenCode(text);
      if (this.choose) name.setAttribute('aria-label', `Choose ${visible(text)}`);
      const isCut = place >= left.ids.length;
      const numbers = [nats(at(prediction.logprobs, id)), count(place + 1)];
      return barRow(name, at(shares, place), isCut ? 'cut off' : percent(at(shares, place)), numbers);
    });
    const others = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
    const isCut = left.ids.length <= shown.length;
    const name = `${count((isCut ? prediction.order : left.ids).length - shown.length)} others`;
    return [
      ...rows,
      barRow(name, isCut ? 0 : others, isCut ? 'cut off' : percent(others), ['', ''], 'others'),
    ];
  }
}

function barRow(
  name: Node | string,
  share: number,
  shown: string,
  numbers: readonly string[],
  className = '',
): HTMLElement {
  const head = element('th', '', name);
  head.scope = 'row';
  const filled = element('span');
  filled.style.width = `${100 * share}%`;
  const bar = element('td', 'lab-bar', element('span', '', ...(share > 0 ? [filled] : [])));
  bar.setAttribute('aria-hidden', 'true');
  const cells = numbers.map((text) => element('td', 'number', text));
  return element('tr', className, head, element('td', 'number', shown), bar, ...cells);
}

function factsOf(prediction: Prediction, { entropy, ids }: Drawable): [string, string][] {
  const likely = Math.exp(entropy);
  const listed = prediction.listed(LISTED);
  const { atLeast, atMost } = entropyBounds(listed, prediction.order.length);
  const [low, high] = [outward(nats(atLeast), atLeast, -1), outward(nats(atMost), atMost, 1)];
  const hidden = Math.max(0, 1 - compensatedSum(listed.map(Math.exp)));
  const drawn = ids.length < prediction.order.length ? `, of ${tokenCount(ids.length)} left` : '';
  const open = `as open as a fair draw from ${significant(likely, 2)} tokens${drawn}.`;
  return [
    ['Entropy of the draw', `${nats(entropy)} nats: ${ids.length === 1 ? 'only one token is left.' : open}`],
    [
      'What a list of the five likeliest hides',
      `${percent(hidden)} of the probability that the model gives, whatever the controls say. ` +
        `From that list alone, the entropy of its prediction could be ${low} to ${high} nats. ` +
        `The whole prediction has an entropy of ${nats(prediction.entropy)} nats.`,
    ],
  ];
}
