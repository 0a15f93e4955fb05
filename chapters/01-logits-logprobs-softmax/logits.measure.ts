import { at } from '#numerics/list';
import { figure } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, percent, rank, real, ref, term, text, token } from '#report/values';
import { visible } from '#report/visible';
import { onlyToken, PROMPT, predict } from './prediction.ts';

const BIN_WIDTH = 1;
/** How far below the best logit still counts as close to it. */
const CLOSE = 5;
/** Where most logits lie. */
const CROWD = { from: -10, to: 5 };
const MARKED = [' Paris', ' the', ' Rome', ' banana'];

export const logitSpread = measurement({
  id: 'logit-spread',
  kinds: {
    prompt: 'exact',
    vocabularySize: 'exact',
    highest: { text: 'exact', logit: 'logit' },
    second: { text: 'exact', logit: 'logit' },
    gap: 'logit',
    lowest: 'logit',
    mean: 'logit',
    close: { distance: 'exact', others: 'rank', second: 'exact' },
    crowd: { from: 'exact', to: 'exact', share: 'probability' },
    banana: 'exact',
    rome: 'exact',
    bins: { from: 'exact', to: 'exact', tokens: 'rank' },
    marked: { text: 'exact', logit: 'logit', rank: 'rank' },
  },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const [first, second] = lm.top(logits, 2);
    if (!first || !second) throw new RangeError('the vocabulary has fewer than two tokens');
    const lowest = at(logits, order[order.length - 1]);
    const bins = [];
    for (let from = Math.floor(lowest / BIN_WIDTH) * BIN_WIDTH; from <= first.logit; from += BIN_WIDTH) {
      const to = from + BIN_WIDTH;
      bins.push({ from, to, tokens: logits.filter((logit) => logit >= from && logit < to).length });
    }
    const isCrowded = (logit: number) => logit >= CROWD.from && logit < CROWD.to;
    const placeOf = (word: string): 'inside' | 'outside' =>
      isCrowded(at(logits, onlyToken(lm, word))) ? 'inside' : 'outside';
    const secondIsClose: 'yes' | 'no' = second.logit >= first.logit - CLOSE ? 'yes' : 'no';
    return {
      prompt: PROMPT,
      vocabularySize: logits.length,
      highest: { text: first.text, logit: first.logit },
      second: { text: second.text, logit: second.logit },
      gap: first.logit - second.logit,
      lowest,
      mean: logits.reduce((sum, logit) => sum + logit, 0) / logits.length,
      close: {
        distance: CLOSE,
        others: logits.filter((logit) => logit >= first.logit - CLOSE).length - 1,
        second: secondIsClose,
      },
      crowd: { ...CROWD, share: logits.filter(isCrowded).length / logits.length },
      banana: placeOf(' banana'),
      rome: placeOf(' Rome'),
      bins,
      marked: MARKED.map((word) => {
        const id = onlyToken(lm, word);
        return { text: word, logit: at(logits, id), rank: order.indexOf(id) + 1 };
      }),
    };
  },
});

export const logits = section({
  id: 'logits',
  title: prose`One score for every token`,
  needs: { m: logitSpread },
  write({ m }) {
    const [rome, banana] = [at(m.marked, 2), at(m.marked, 3)];
    return [
      prose`
        Now the model runs. It does not answer with a word. It answers with a list of ${count(m.vocabularySize)}
        numbers: one score for **every** token that it knows. Such a score is called a ${term('logit')}, and we write
        ${math`z_i`} for the logit of token number ${math`i`}.

        Nobody decides beforehand which tokens are worth a score. Verbs, commas, Chinese bytes and ${token(banana.text)}
        all get one. What does such a list look like? ${ref('logit-histogram')} counts the tokens at each height.
      `,
      figure({
        id: 'logit-histogram',
        caption: prose`
          How many tokens got which logit as the continuation of “${text(m.prompt)}”, counted in steps of one. The
          vertical axis has a square-root scale, so that a single token at the right can still be seen.
        `,
        alt: prose`
          Histogram of all ${count(m.vocabularySize)} logits. They run from ${real(m.lowest, 'logit', { digits: 1 })} to
          ${real(m.highest.logit, 'logit', { digits: 1 })} with a mean of ${real(m.mean, 'logit', { digits: 1 })}. The
          highest belongs to ${token(m.highest.text)}, far to the right of the crowd.
        `,
        data: {
          rows: m.bins.map((bin) => ({ from: bin.from, to: bin.to, tokens: bin.tokens })),
          marks: m.marked.map((mark) => ({ token: visible(mark.text), logit: mark.logit })),
        },
        spec: {
          height: 260,
          layer: [
            {
              mark: { type: 'rect' },
              encoding: {
                x: { field: 'from', type: 'quantitative', title: 'logit z' },
                x2: { field: 'to' },
                y: {
                  field: 'tokens',
                  type: 'quantitative',
                  title: 'tokens with such a logit',
                  scale: { type: 'sqrt', domainMax: 2 * Math.max(...m.bins.map((bin) => bin.tokens)) },
                  axis: { values: [1, 100, 1000, 2500, 5000] },
                },
                y2: { datum: 0 },
              },
            },
            {
              data: { name: 'marks' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'logit', type: 'quantitative' } },
            },
            {
              data: { name: 'marks' },
              mark: {
                type: 'text',
                style: 'token',
                angle: 270,
                align: 'right',
                baseline: 'bottom',
                dy: -3,
                dx: 0,
              },
              encoding: {
                x: { field: 'logit', type: 'quantitative' },
                y: { value: 4 },
                text: { field: 'token', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: ${percent(m.crowd.share, { digits: 2 })} of all tokens lie between ${given(m.crowd.from)} and
        ${given(m.crowd.to)}. ${token(banana.text)}, at ${real(banana.logit, 'logit', { digits: 1 })}, is ${choose(
          m.banana,
          { inside: prose`in the middle of this crowd`, outside: prose`outside of this crowd` },
        )}; ${token(rome.text)}, at ${real(rome.logit, 'logit', { digits: 1 })}, is ${choose(m.rome, {
          inside: prose`in it, too`,
          outside: prose`far out`,
        })}. The highest logit is ${real(m.highest.logit, 'logit', { digits: 2 })}, for ${token(m.highest.text)}; the
        second is ${real(m.second.logit, 'logit', { digits: 2 })}, for ${token(m.second.text)}. ${choose(
          m.close.second,
          {
            yes: prose`Only ${rank(m.close.others)} tokens come within ${given(m.close.distance)} of the highest,
              ${token(m.second.text)} among them.`,
            no: prose`No other token comes within ${given(m.close.distance)} of the highest.`,
          },
        )}

        Is a logit of ${real(m.highest.logit, 'logit', { digits: 0 })} a lot? By itself it means nothing: it is no
        percentage, and another sentence has another zero point. What means something is the *distance* between two logits
        of one list, here ${real(m.gap, 'logit', { digits: 2 })} between first and second.
      `,
    ];
  },
});
