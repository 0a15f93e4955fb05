import { significant } from '../../../scripts/base/printed-number';
import { pcg } from '../../../scripts/lm/sampling';
import { at } from '../../../scripts/numerics/list';
import { textTotals } from '../../../scripts/numerics/text-totals';
import { type LabModel, Unfinished, type Vocabulary } from '../../../scripts/page-model/lab';
import { element } from '../element';
import type { Asker, Said } from './ask';
import { beamPanel } from './beam';
import { button, choiceField, facts, row, setUsable, sliderField, textField, tokenCode } from './fields';
import { count, nats, spaceWarning } from './number-and-token-text';
import { drawable, drawFrom, Prediction } from './prediction';
import { PredictionView, type Settings } from './prediction-view';
import { inspectedAt, ScoredText } from './scored-text';

/** Step by step: a text that grows by a token at a time, chosen by the reader, greedily or by a seeded draw. */

const MANY = 10;
const SEEDS = Array.from({ length: 101 }, (_, seed): [number, string] => [seed, String(seed)]);

interface Step {
  readonly id: number;
  readonly prediction: Prediction;
}

interface Texts extends Settings {
  readonly text: string;
  /** The tokens that were chosen, by their ids. */
  readonly ids?: string;
  readonly how?: string;
  readonly seed?: string;
}

export function startGenerate(
  place: HTMLElement,
  { text, ids: chosen = '', how: choice, seed: number, ...settings }: Texts,
  asker: Asker,
  model: LabModel,
) {
  let steps: Step[] = [];
  /** What a link says was chosen and is not taken yet. */
  let linked = chosen.split(' ').filter(Boolean).map(Number);
  let now: Prediction | undefined;
  let words: Vocabulary | undefined;
  const written = new ScoredText('The text so far, token by token', async (place) => {
    const step = steps[place];
    return step && words && inspectedAt(step.prediction, step.id, words.tokens);
  });
  const totals = element('div');
  /** How many steps were asked for and are not written yet. */
  let waiting = 0;
  const view = new PredictionView((id) => instead((signal) => take(id, signal)));
  const ids = () => steps.map(({ id }) => id);
  const hasEnded = () => words?.special.has(steps.at(-1)?.id ?? -1) ?? false;

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
    const { totalLogprob, perplexity, count: tokensWritten } = textTotals(written.tokens);
    totals.replaceChildren(
      facts([
        ['Tokens written', count(tokensWritten)],
        ['Sum of log-probabilities', `${nats(totalLogprob)} nats`],
        ['Perplexity', perplexity === null ? '—' : significant(perplexity, 3)],
      ]),
    );
    beam.clear();
  }

  function showButtons(): void {
    const canWrite = field.control.value !== '' && !hasEnded();
    for (const one of [oneStep, manySteps]) setUsable(one, canWrite);
    setUsable(stop, waiting > 0);
    for (const one of [undo, again]) setUsable(one, steps.length > 0);
  }

  /** Asks what comes after the text so far, and shows it. */
  async function ask(signal: AbortSignal): Promise<Said> {
    now = undefined;
    showButtons();
    const prompt = field.control.value;
    if (prompt === '') throw new Unfinished('Write the beginning of a text.');
    const [logits, known] = await Promise.all([model.predict(prompt, ids(), signal), model.vocabulary()]);
    signal.throwIfAborted();
    now = new Prediction(logits);
    words = known;
    showText();
    view.show(now, known);
    asker.show();
    const last = steps.at(-1);
    if (!last) return `Choose a token, or press One step.${spaceWarning('beginning', prompt)}`;
    const next = hasEnded() ? '. It ends the text.' : '. Choose the next token.';
    return ['Written: ', tokenCode(at(known.tokens, last.id)), next];
  }

  async function take(id: number, signal: AbortSignal): Promise<Said> {
    if (!now) return await ask(signal);
    steps = [...steps, { id, prediction: now }];
    return await ask(signal);
  }

  /** The number of a step is always the same of one seed, whatever was chosen or undone before. */
  function uniform(step: number, from: number): number {
    const random = pcg(from);
    for (let skipped = 0; skipped < step; skipped++) random();
    return random();
  }

  function nextOf(prediction: Prediction): number {
    if (how.control.value === 'greedy') return at(prediction.order, 0);
    return drawFrom(drawable(prediction, view.decoding), uniform(steps.length, seed.value() ?? 0));
  }

  /** Takes the steps that wait, also those that are asked for meanwhile. */
  async function writeWaiting(signal: AbortSignal): Promise<Said> {
    try {
      let said: Said = now ? '' : await ask(signal);
      linked = [];
      for (; waiting > 0 && now && !hasEnded(); waiting--) said = await take(nextOf(now), signal);
      return said;
    } finally {
      if (!signal.aborted) waiting = 0;
      showButtons();
    }
  }

  function write(more: number): void {
    waiting += more;
    showButtons();
    if (waiting === more) asker.now(writeWaiting);
  }

  /** Does something else than the steps that wait, or that a link still has. */
  function instead(work: (signal: AbortSignal) => Promise<Said>): void {
    waiting = 0;
    linked = [];
    asker.now(work);
  }

  const startOver = (): void => {
    waiting = 0;
    steps = [];
    linked = [];
    written.clear();
  };
  const field = textField('Beginning (a change starts over)', text, 2, () => {
    startOver();
    asker.typed(ask);
  });
  const how = choiceField(
    'Each step takes',
    [
      ['greedy', 'the likeliest token'],
      ['draw', 'a token drawn as set below'],
    ],
    () => {
      showSeed();
      showButtons();
    },
  );
  const seed = sliderField('Seed', SEEDS, 1, showButtons);
  const showSeed = () => {
    seed.whole.hidden = how.control.value === 'greedy';
  };
  showSeed();
  const oneStep = button('One step', () => write(1), 'main');
  const manySteps = button(`${MANY} steps`, () => write(MANY));
  const stop = button('Stop', () => instead(ask));
  const undo = button('Undo', () => {
    steps = steps.slice(0, -1);
    instead(ask);
  });
  const again = button('Start over', () => {
    startOver();
    asker.now(ask);
  });
  const beam = beamPanel(asker.another(), model, () => ({ text: field.control.value, ids: ids() }));
  asker.result.append(written.whole, totals, view.whole, beam.whole);
  place.append(field.whole, row(how.whole, seed.whole, oneStep, manySteps, stop, undo, again));
  place.append(asker.status, asker.result);
  view.settings = settings;
  if (choice === 'draw') how.control.value = choice;
  seed.setShown(number);
  showSeed();
  asker.now(async (signal) => {
    let said = await ask(signal);
    for (let [id] = linked; id !== undefined; [id] = linked) {
      linked = linked.slice(1);
      if (words && id in words.tokens) said = await take(id, signal);
    }
    return said;
  });
  return () => ({
    text: field.control.value,
    ids: [...ids(), ...linked].join(' '),
    how: how.control.value,
    seed: seed.shown(),
    ...view.settings,
  });
}
