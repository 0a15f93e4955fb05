import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { ownTexts, TEXT_FILES } from './texts.measure.ts';

/** Tokens of each text that are read; all but the first are targets. */
export const READ = 128;

/** How far the mean surprisal of a text moves when nothing, or the start of a chat, stands before it instead. */
export const startTokens = measurement({
  id: 'start-tokens',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: { largest: 'nats', factor: 'perplexity' },
  async measure({ lm, data, own }) {
    /** What chats begin with; null without a chat template, and where it is what this chapter begins with. */
    const chat = lm.chat([{ role: 'user', content: 'Hello.' }]);
    const opening = chat === null ? null : at(lm.pieces(lm.encode(chat).slice(0, 1)), 0);
    const other = opening === null || opening.text === own.start ? null : opening.id;
    const moves: number[] = [];
    for (const { name, logprobs } of own.texts) {
      const [first, ...targets] = lm.encode(data[name as keyof typeof data]).slice(0, READ);
      const afterStart = -mean(logprobs.slice(1, READ));
      for (const before of other === null ? [[]] : [[], [other]]) {
        const [scored] = await lm.scoreContinuations([...before, first ?? 0], [targets]);
        moves.push(Math.abs(-mean(scored?.logprobs ?? []) - afterStart));
      }
    }
    return {
      chats: either(other === null, 'none', 'another'),
      largest: Math.max(...moves),
      /** The same as a factor of the perplexity. */
      factor: Math.exp(Math.max(...moves)),
    };
  },
});
