import { measurement } from '#report/measurement';
import { EXAMPLE } from './passage-evidence.measure.ts';
import { type Condition, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';

const MOST_TOKENS = 10;

/** What the model replies to the question of the example, token by token the likeliest: the first line. */
export const exampleReply = measurement({
  id: 'example-reply',
  data: { set: RETRIEVAL_FILE },
  kinds: {},
  async measure({ data, lm }) {
    const item = readRetrievalSet(data.set).find(({ id }) => id === EXAMPLE);
    if (!item) throw new RangeError(`there is no item "${EXAMPLE}"`);
    const reply = async (condition: Condition): Promise<string> => {
      const prompt = lm.encode(retrievalPrompt(item, condition));
      const [made] = await lm.generate([prompt], { temperature: 0, maxTokens: MOST_TOKENS });
      const ordinary = lm.pieces(made?.ids ?? []).filter(({ special }) => !special);
      return lm
        .decode(ordinary.map(({ id }) => id))
        .trim()
        .replace(/\n.*/s, '');
    };
    return { without: await reply('none'), with: await reply('gold') };
  },
});
