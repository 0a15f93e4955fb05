import { significant } from '../../../scripts/base/printed-number';
import { bitsPerByte } from '../../../scripts/numerics/bits-per-byte';
import { perplexity } from '../../../scripts/numerics/perplexity';
import { element } from '../element';
import { Asker, score, vocabulary } from './ask';
import { button, lineField, row, table, textField, tokenCode } from './fields';
import { ScoredText, scoredToken, totalsOf } from './scored-text';
import { count, nats, visible } from './shown';

/** How surprised? A text token by token with its totals, and a second one beside it. */

const MOST_SURPRISING = 10;

interface Side {
  readonly name: string;
  readonly whole: HTMLElement;
  readonly scored: ScoredText;
  ask(delayed: boolean): void;
}

export function startScore(
  place: HTMLElement,
  { before, texts }: { readonly before: string; readonly texts: readonly string[] },
  asker: Asker,
): void {
  const context = lineField('Before the text (read, not scored)', before, () => {
    for (const side of sides) side.ask(true);
  });
  const summary = element('div');
  const sides: Side[] = [];

  function addSide(text: string, own: Asker): void {
    const name = sides.length === 0 ? 'Text' : 'Second text';
    const scored = new ScoredText(`${name}, token by token`);
    const places = element('ol', 'lab-places');
    const ask = async (signal: AbortSignal): Promise<string> => {
      const part = { before: context.control.value, text: field.control.value };
      let isOld = true;
      const clear = () => {
        isOld = false;
        scored.clear();
        places.replaceChildren();
        showTotals(summary, sides);
      };
      if (part.text === '') {
        clear();
        return 'Write a text, and the model says how surprised it is by each token.';
      }
      const words = await vocabulary();
      await score([part], signal, ({ tokens }) => {
        if (signal.aborted) return;
        if (isOld) clear();
        scored.add(tokens.map((token) => scoredToken(token, words.tokens)));
        showTotals(summary, sides);
      });
      places.replaceChildren(...mostSurprising(scored));
      const { total, count: tokens } = totalsOf(scored.tokens);
      return tokens === 0 ? '' : `Perplexity ${significant(perplexity(total / tokens), 3)}.`;
    };
    const field = textField(name, text, 4, () => own.typed(ask));
    const head = element('p', 'lab-head', 'The most surprising tokens');
    const whole = element('div', 'lab-side', field.whole, own.status, scored.whole, head, places);
    sides.push({ name, whole, scored, ask: (delayed) => (delayed ? own.typed(ask) : own.now(ask)) });
    both.append(whole);
    sides.at(-1)?.ask(false);
  }

  const both = element('div', 'lab-sides');
  const compare = button('Compare with a second text', () => addSecond(''));
  const addSecond = (text: string) => {
    addSide(text, new Asker());
    compare.remove();
    both.classList.add('two');
    both.querySelectorAll('textarea')[1]?.focus({ preventScroll: true });
  };
  place.append(context.whole, both, summary, row(compare));
  addSide(texts[0] ?? '', asker);
  if (texts[1] !== undefined) addSecond(texts[1]);
}

function showTotals(summary: HTMLElement, sides: readonly Side[]): void {
  const totals = sides
    .map(({ name, scored }) => ({ name, ...totalsOf(scored.tokens) }))
    .filter((one) => one.count > 0);
  const line = (name: string, shown: (one: (typeof totals)[number]) => string) => [
    name,
    ...totals.map(shown),
  ];
  const shown = table(
    'Totals. Only bits per byte may be compared between tokenizers.',
    ['total', ...totals.map(({ name }) => name)],
    [
      line('tokens', (one) => count(one.count)),
      line('log-probability (nats)', ({ total }) => nats(total, 1)),
      line('surprisal per token (nats)', (one) => nats(0 - one.total / one.count)),
      line('perplexity', (one) => significant(perplexity(one.total / one.count), 3)),
      line('bits per byte', ({ total, bytes }) => (bytes > 0 ? nats(bitsPerByte(total, bytes)) : '—')),
    ],
  );
  summary.replaceChildren(...(totals.length > 0 ? [shown] : []));
}

/** Buttons that lead to the tokens of the largest surprisal, in their order. */
function mostSurprising(scored: ScoredText): HTMLElement[] {
  return scored.tokens
    .map(({ text, logprob }, index) => ({ text, logprob, index }))
    .filter(({ logprob }) => logprob !== null)
    .sort((a, b) => (a.logprob ?? 0) - (b.logprob ?? 0))
    .slice(0, MOST_SURPRISING)
    .map(({ text, logprob, index }) => {
      const go = button('', () => scored.goTo(index), 'place');
      go.append(tokenCode(visible(text)), ` ${nats(0 - (logprob ?? 0), 1)}`);
      go.setAttribute('aria-label', `${visible(text)}, ${nats(0 - (logprob ?? 0), 1)} nats: go to it`);
      return element('li', '', go);
    });
}
