import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { passageEvidence } from './passage-evidence.measure.ts';
import { type Condition, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';

/** The answer whose odds a passage moved the furthest, token by token, without the passage and with it. */
export const nameTokens = measurement({
  id: 'name-tokens',
  needs: { evidence: passageEvidence },
  data: { set: RETRIEVAL_FILE },
  kinds: { rows: { without: 'probability', with: 'probability', gain: 'decibels' }, before: 'probability' },
  async measure({ evidence, data, lm }) {
    const item = readRetrievalSet(data.set).find(({ id }) => id === evidence.furthest.id);
    if (!item) throw new RangeError(`there is no item "${evidence.furthest.id}"`);
    const continuation = lm.encode(` ${item.answer}`);
    const asked = (condition: Condition) => ({
      context: lm.encode(retrievalPrompt(item, condition)),
      continuation,
    });
    const scores = await lm.scoreMany([asked('none'), asked('gold')]);
    const [bare, informed] = [at(scores, 0), at(scores, 1)];
    return {
      answer: ` ${item.answer}`,
      before: Math.exp(bare.total),
      rows: continuation.map((id, place) => ({
        token: lm.decode([id]),
        without: Math.exp(at(bare.logprobs, place)),
        with: Math.exp(at(informed.logprobs, place)),
        gain: natsToDecibels(at(informed.logprobs, place) - at(bare.logprobs, place)),
      })),
    };
  },
});
