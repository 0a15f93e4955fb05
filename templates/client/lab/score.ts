import { significant } from '../../../scripts/base/printed-number';
import { textTotals } from '../../../scripts/numerics/text-totals';
import type { InspectedToken } from '../../../scripts/page-model/client-data';
import { type LabModel, type StoredToken, Unfinished } from '../../../scripts/page-model/lab';
import { announce } from '../announce';
import { element } from '../element';
import { hashOf } from './address';
import type { Asker, Said } from './ask';
import { button, type Field, lineField, row, table, textField, tokenCode } from './fields';
import { count, nats, percent, spaceWarning, tokenCount } from './number-and-token-text';
import { savePicture } from './picture';
import { Prediction } from './prediction';
import { inspectedAt, ScoredText, type ScoredToken, scoredToken } from './scored-text';

/** How surprised? A text token by token with its totals, and a second one beside it. */

interface Example {
  readonly before: string;
  readonly texts: readonly string[];
  /** The mark before the report's own example. */
  readonly mark?: string;
}

/** What the page has stored of its example, which is shown without asking the model. */
export interface Stored {
  /** The example as an address holds it. */
  readonly hash: string;
  readonly tokens: readonly StoredToken[];
  readonly insights: readonly InspectedToken[];
}

interface Side {
  readonly name: string;
  readonly whole: HTMLElement;
  readonly control: Field['control'];
  readonly scored: ScoredText;
  readonly asker: Asker;
  readonly ask: (signal: AbortSignal) => Promise<Said>;
  isDone: boolean;
}

export function startScore(
  place: HTMLElement,
  { before, texts, mark = before }: Example,
  asker: Asker,
  model: LabModel,
  stored?: Stored,
): () => Example {
  const sides: Side[] = [];
  const both = element('div', 'lab-sides');
  const summary = element('div');
  const context = lineField('Before the text (read, not scored)', before, () => {
    explainMark();
    for (const side of sides) side.asker.typed(side.ask);
  });
  const explained = ' marks the start of a document. With it, the first token is predicted, too.';
  const hint = element('p', 'lab-caption', tokenCode(mark), explained);
  const explainMark = () => {
    hint.hidden = mark === '' || context.control.value !== mark;
  };
  explainMark();
  context.whole.append(hint);

  function changed(): void {
    compare.textContent = sides.length === 1 ? 'Compare with a second text' : 'Remove the second text';
    both.classList.toggle('two', sides.length > 1);
    showTotals(summary, sides);
  }

  function addSide(text: string): Side {
    const name = sides.length === 0 ? 'Text' : 'Second text';
    const own = sides.length === 0 ? asker : asker.another();
    const part = () => ({ before: context.control.value, text: field.control.value });
    const isStored = ({ before, text }: ReturnType<typeof part>) =>
      stored?.hash === hashOf('score', { before, texts: [text] });
    const expectedAt = async (place: number, signal: AbortSignal) => {
      const insight = isStored(part()) ? stored?.insights[place] : undefined;
      if (insight) return inPercent(insight);
      const { id = 0, logprob } = scored.tokens[place] ?? {};
      if (logprob === null) return undefined;
      const ids = scored.tokens.slice(0, place).map((token) => token.id);
      const logits = await model.predict(context.control.value, ids, signal);
      return inspectedAt(new Prediction(logits), id, (await model.vocabulary()).tokens);
    };
    const scored = new ScoredText(`${name}, token by token`, expectedAt);
    const clear = () => {
      side.isDone = false;
      scored.clear();
      showTotals(summary, sides);
    };
    const scoreText = async (signal: AbortSignal): Promise<void> => {
      const asked = part();
      if (asked.text === '')
        throw new Unfinished('Write a text, and the model says how surprised it is by each token.');
      if (stored && isStored(asked)) {
        clear();
        scored.add(stored.tokens.map(storedToken));
        return;
      }
      const words = await model.vocabulary();
      let isOld = true;
      await model.score([asked], signal, ({ tokens }) => {
        signal.throwIfAborted();
        if (isOld) clear();
        isOld = false;
        scored.add(tokens.map((token) => scoredToken(token, words.tokens)));
        showTotals(summary, sides);
        own.show();
      });
    };
    const ask = async (signal: AbortSignal): Promise<Said> => {
      try {
        await scoreText(signal);
      } catch (error) {
        if (!signal.aborted) clear();
        throw error;
      }
      side.isDone = true;
      showTotals(summary, sides);
      scored.show(scored.mostSurprising);
      const { totalLogprob, perplexity, count: tokens } = textTotals(scored.tokens);
      if (perplexity === null) return 'This token has nothing before it, so it has no number.';
      const said = `${nats(0 - totalLogprob, 1)} nats over ${tokenCount(tokens)}: perplexity ${significant(perplexity, 3)}.`;
      return said + spaceWarning('text before it', context.control.value, 'move it to the start of the text');
    };
    const field = textField(name, text, 2, () => own.typed(ask));
    own.result.append(scored.whole);
    const whole = element('div', 'lab-side', field.whole, own.status, own.result);
    const side: Side = { name, whole, control: field.control, scored, asker: own, ask, isDone: false };
    sides.push(side);
    both.append(whole);
    own.now(ask);
    return side;
  }

  const compare = button('', () => {
    const [, second] = sides;
    if (second) {
      second.asker.cancel();
      second.whole.remove();
      sides.pop();
    } else addSide('').control.focus();
    changed();
  });
  const drawn = element('span', 'lab-note');
  drawn.setAttribute('role', 'status');
  const picture = button('Save as a picture', () => {
    const [{ scored, isDone } = {}] = sides;
    drawn.textContent = isDone ? '' : 'There is no result to draw yet.';
    if (scored && isDone) savePicture(scored.tokens).catch(() => announce('The picture could not be made'));
  });
  const rest = [context.whole, summary];
  // The first of a page leaves room for what comes after it.
  const fold = element(
    'details',
    'fold lab-fold',
    element('summary', '', 'Totals, and what comes before the text'),
  );
  if (place.closest('.opening')) fold.append(...rest.splice(0));
  place.append(both, row(picture, compare, drawn), ...(fold.childElementCount > 1 ? [fold] : rest));
  // A link may name any number.
  for (const text of texts.slice(0, 2)) addSide(text);
  changed();
  return () => ({ before: context.control.value, texts: sides.map(({ control }) => control.value) });
}

/** What the report prints as 0.289 is 29% here. */
function inPercent([, rank, entropy, came, share, , others, ...candidates]: InspectedToken): InspectedToken {
  const listed = candidates.map(([name, , part]) => [name, percent(part), part] as const);
  return [percent(share), rank, entropy, came, share, percent(others), others, ...listed];
}

function storedToken([text, logprob, rank, entropy]: StoredToken): ScoredToken {
  const bytes = new TextEncoder().encode(text).length;
  return { id: 0, text, bytes, logprob, rank, entropy };
}

function showTotals(summary: HTMLElement, sides: readonly Side[]): void {
  const totals = sides
    .map(({ name, scored, isDone }) => ({ name, scored, isDone, ...textTotals(scored.tokens) }))
    .filter((one) => one.count > 0);
  const line = (name: string, shown: (one: (typeof totals)[number]) => string) => [
    name,
    ...totals.map(shown),
  ];
  const [first, second] = totals;
  const notes = [
    first && second
      ? 'Compare the two texts by log-probability, or by bits per byte if one says more.'
      : 'Only bits per byte may be compared between tokenizers.',
    ...(first && second && first.count !== second.count
      ? [
          `Perplexity is an average over tokens, here over ${count(first.count)} and ${count(second.count)}: a text ` +
            'that is cut into more tokens can have the lower perplexity and still be the less likely one.',
        ]
      : []),
    ...(totals.some((one) => one.count < one.scored.tokens.length)
      ? ['A first token with nothing before it has no number and is not counted.']
      : []),
  ];
  const shown = table(
    totals.every(({ isDone }) => isDone) ? 'Totals' : 'Totals so far',
    ['measure', ...totals.map(({ name }) => name)],
    [
      line('tokens', (one) => count(one.count)),
      line('log-probability (nats)', ({ totalLogprob }) => nats(totalLogprob, 1)),
      line('bits per byte', ({ bitsPerByte }) => (bitsPerByte === null ? '—' : nats(bitsPerByte))),
      line('surprisal per token (nats)', ({ meanLogprob }) => nats(0 - (meanLogprob ?? 0))),
      line('perplexity', ({ perplexity }) => significant(perplexity ?? Number.NaN, 3)),
    ],
  );
  const note = element('p', 'lab-caption', notes.join(' '));
  summary.replaceChildren(...(totals.length > 0 ? [shown, note] : []));
}
