import { bitsPerByte } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import { sampleVariance } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { recordedResult } from '../recorded-model.ts';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';

interface RecordedTexts {
  readonly model: string;
  readonly texts: readonly { readonly name: string; readonly tokens: number; readonly total: number }[];
}

/** The text whose numbers of tokens differ most between the two. */
const SHOWN = 'travel';

/** The 97.5% quantile of Student's t with so many degrees of freedom, as the shown program has it. */
const STUDENT_T = { 6: 2.447, 12: 2.179 };

const INTERVAL = each('bits', 'low', 'high');

/** The 95% interval around a mean of seven differences, or around a difference of two means of seven. */
function intervalAround(estimate: number, t: number, ...samples: readonly (readonly number[])[]) {
  const variance = samples.reduce((sum, sample) => sum + sampleVariance(sample) / sample.length, 0);
  const half = t * Math.sqrt(variance);
  return { low: estimate - half, high: estimate + half };
}

/** Our paragraphs scored by the model of this report and by one that another program ran and recorded. */
export const twoModels = measurement({
  id: 'two-models',
  needs: { own: ownTexts },
  data: {
    recorded: new URL('../../models/recorded/data/02-cross-entropy-perplexity.json', import.meta.url),
    day: new URL('../../models/recorded/recorded.json', import.meta.url),
  },
  kinds: {
    texts: 'exact',
    rows: {
      bytes: 'exact',
      ...each(
        { tokens: 'exact', total: 'nats', perplexity: 'perplexity', bitsPerByte: 'bits' },
        'first',
        'second',
      ),
      difference: 'bits',
    },
    ...each('bits', 'difference', 'first', 'second'),
    paired: INTERVAL,
    unpaired: INTERVAL,
    lower: 'rank',
    perToken: 'probability',
    perByte: 'probability',
  },
  async measure({ data, own }) {
    const { model, output: other } = recordedResult<RecordedTexts>(data.recorded, ownTexts.id);
    const { recorded }: { readonly recorded: string } = JSON.parse(data.day);
    const rows = own.texts.map(({ name, about, bytes, ...ours }) => {
      const theirs = named(other.texts, name);
      const sideOf = ({ tokens, total }: { readonly tokens: number; readonly total: number }) => ({
        tokens,
        total,
        perplexity: perplexity(total / tokens),
        bitsPerByte: bitsPerByte(total, bytes),
      });
      const [first, second] = [sideOf(ours), sideOf(theirs)];
      return { name, about, bytes, first, second, difference: first.bitsPerByte - second.bitsPerByte };
    });
    const firsts = rows.map(({ first }) => first.bitsPerByte);
    const seconds = rows.map(({ second }) => second.bitsPerByte);
    const shown = named(rows, SHOWN);
    const differences = rows.map((row) => row.difference);
    const difference = mean(differences);
    return {
      models: { first: own.model, second: other.model },
      ranBy: `${model.engine.name} in ${model.engine.dtype}`,
      day: recorded,
      texts: rows.length,
      rows,
      first: mean(firsts),
      second: mean(seconds),
      difference,
      paired: intervalAround(difference, STUDENT_T[6], differences),
      /** What follows if it is ignored that both models read the same texts. */
      unpaired: intervalAround(difference, STUDENT_T[12], firsts, seconds),
      /** In how many paragraphs the second model needs fewer bits per byte. */
      lower: rows.filter((row) => row.difference > 0).length,
      /** By what share the second model's surprisal of one paragraph is lower: per token, and per byte. */
      perToken: 1 - shown.second.total / shown.second.tokens / (shown.first.total / shown.first.tokens),
      perByte: 1 - shown.second.total / shown.first.total,
    };
  },
});
