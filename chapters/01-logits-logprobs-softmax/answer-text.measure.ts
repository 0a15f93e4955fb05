import { either, measurement } from '#report/measurement';
import { offered, textOf } from './answer-text.ts';
import { apiAnswer } from './api-answer.measure.ts';

const EMOJI = '🙂';

/** What the code that readers paste makes of our answer, and of a character in several tokens. */
export const answerText = measurement({
  id: 'answer-text',
  needs: { api: apiAnswer },
  kinds: {},
  async measure({ lm, api }) {
    // As an API writes them: half a character has no text of its own.
    const halves = lm.pieces(lm.encode(EMOJI)).map(({ bytes }) => ({
      token: new TextDecoder().decode(Uint8Array.from(bytes)),
      logprob: 0,
      bytes,
    }));
    return {
      joins: either(textOf(halves) === EMOJI, 'whole', 'broken'),
      offers: either(offered([api.shown]) === '', 'nothing', 'the token'),
    };
  },
});
