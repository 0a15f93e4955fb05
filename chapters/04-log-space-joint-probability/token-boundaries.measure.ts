import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';

const PAIRS: readonly (readonly [prompt: string, ending: string])[] = [
  ['the islanders buy', ' bread'],
  ['the islanders buy ', 'bread'],
  ['I was walk', 'ing home'],
  ['http:', '//example.org'],
];

/** How many tokens all lists have in common at their start. */
function sharedStart([first = [], ...others]: readonly (readonly number[])[]): number {
  const differs = first.findIndex((id, place) => others.some((ids) => ids[place] !== id));
  return differs < 0 ? first.length : differs;
}

/** The tokens that a prompt and all its whole texts begin with, and the rest of each text. */
export function splitAtSharedToken(
  encode: LanguageModel['encode'],
  prompt: string,
  endings: readonly string[],
) {
  const texts = endings.map((ending) => encode(prompt + ending));
  const shared = sharedStart([encode(prompt), ...texts]);
  return { context: at(texts, 0).slice(0, shared), rests: texts.map((ids) => ids.slice(shared)) };
}

export const tokenBoundaries = measurement({
  id: 'token-boundaries',
  kinds: { rows: { cost: 'nats' } },
  async measure({ lm }) {
    const split = PAIRS.map(([prompt, ending]) => {
      const apart = [...lm.encode(prompt), ...lm.encode(ending)];
      const { context, rests } = splitAtSharedToken((text) => lm.encode(text), prompt, [ending]);
      return { prompt, ending, context, apart: apart.slice(context.length), together: at(rests, 0) };
    });
    const scores = await lm.scoreChoices(
      split.map(({ context, apart, together }) => ({ context, continuations: [apart, together] })),
      { entropies: false },
    );
    const textsOf = (ids: readonly number[]) => lm.pieces(ids).map(({ text }) => text);
    return {
      rows: split.map(({ prompt, ending, apart, together }, index) => {
        const totals = at(scores, index).scores.map(({ total }) => total);
        return {
          prompt,
          ending,
          apart: textsOf(apart),
          together: textsOf(together),
          /** How much lower the score of the same characters is when the parts are encoded separately. */
          cost: at(totals, 1) - at(totals, 0),
        };
      }),
    };
  },
});
