import { all, and, clearly, finding, greater, less, output, prose, type Seen, section, table } from '#report';
import {
  asPython,
  bits,
  codeText,
  count,
  countInWords,
  given,
  percent,
  real,
  ref,
  text,
} from '#report/values';
import { named } from './named.ts';
import { twoModels } from './two-models.measure.ts';

const perByteTellsMore = ({ rows, perToken, perByte }: Seen<typeof twoModels>) => {
  const { first, second } = named(rows, 'travel');
  return finding({
    id: 'fewer-tokens-hide-progress',
    when: and(
      greater('tokens of the paragraph in the first model and in the second', first.tokens, second.tokens),
      greater('share by which the surprisal per token is lower', perToken, 0),
      greater('share by which the surprisal is lower, per byte and per token', perByte, perToken),
    ),
    text: () => prose`The paragraph about friends on a journey shows what happens. The second model cuts it into ${count(second.tokens)} tokens, ours into
      ${count(first.tokens)}. Its mean surprisal per *token* is only ${percent(perToken, 2)} lower than ours, because each of its fewer tokens carries more text. Per *byte* it is ${percent(perByte, 2)} lower.`,
  });
};

export const twoTokenizers = section({
  id: 'two-tokenizers',
  title: prose`Two models with two tokenizers`,
  needs: { m: twoModels },
  write: ({ m }) => [
    prose`${codeText(m.models.second)} is ten times as large as our model and cuts text differently. We ran it once on the same paragraphs, after the same start token, on ${text(m.day)}, with weights of four bits, in ${text(m.ranBy)} (${ref('two-models-table')}).`,
    table({
      id: 'two-models-table',
      caption: prose`Our seven paragraphs in two models: ours, ${codeText(m.models.first)}, and ${codeText(m.models.second)}.`,
      rows: m.rows,
      columns: [
        ['paragraph', ({ about }) => text(about), 'left'],
        ['tokens, ours', ({ first }) => count(first.tokens)],
        ['tokens, second', ({ second }) => count(second.tokens)],
        ['perplexity, ours', ({ first }) => real(first.perplexity, 2)],
        ['perplexity, second', ({ second }) => real(second.perplexity, 2)],
        ['bits per byte, ours', ({ first }) => bits(first.bitsPerByte, 3)],
        ['bits per byte, second', ({ second }) => bits(second.bitsPerByte, 3)],
        ['difference', ({ difference }) => bits(difference, 2)],
      ],
    }),
    prose`${perByteTellsMore(m)}

      **Compare perplexities only if the tokenizer is the same.** Otherwise compare bits per byte.`,
  ],
});

const unpairedSeesNothing = ({ difference, first, second, unpaired }: Seen<typeof twoModels>) =>
  finding({
    id: 'unpaired-difference-unclear',
    when: and(
      greater('mean bits per byte of the first model and of the second', first, second),
      less('lower end of the unpaired interval', unpaired.low, 0),
      greater('upper end of the unpaired interval', unpaired.high, 0),
    ),
    context: [difference],
    text: () => prose`Over the seven paragraphs our model needs ${bits(first, 3)} per byte on average, and the second model ${real(second, 3)}. The
      difference is ${real(difference, 2)}. If we treat the scores as two separate samples of seven, the ${given(95)}% interval of the difference is ${real(unpaired.low, 2)} to
      ${real(unpaired.high, 2)}. It includes zero, so the difference might be noise.`,
  });

const sameTextsAreHard = ({ rows, first, second }: Seen<typeof twoModels>) => {
  const hard = named(rows, 'travel');
  const easy = named(rows, 'bread');
  return finding({
    id: 'hard-and-easy-for-both',
    when: and(
      greater('bits per byte of the journey and of all, first model', hard.first.bitsPerByte, first),
      greater('bits per byte of the journey and of all, second model', hard.second.bitsPerByte, second),
      less('bits per byte of the bread and of all, first model', easy.first.bitsPerByte, first),
      less('bits per byte of the bread and of all, second model', easy.second.bitsPerByte, second),
    ),
    text: () => prose`The journey is hard for both, and the bread is easy for both.`,
  });
};

const pairedSeesIt = ({ paired, difference, lower, texts }: Seen<typeof twoModels>) =>
  finding({
    id: 'paired-difference-clear',
    when: and(
      clearly('bits per byte saved by the second model, paired', 'above', 0, {
        estimate: difference,
        ...paired,
      }),
      all('paragraphs cost the second model less', lower, texts),
    ),
    text: () => prose`Paired, the interval is ${real(paired.low, 2)} to ${real(paired.high, 2)}: the second model is better on text like this. It needs fewer
      bits in all ${countInWords(lower)} paragraphs.`,
  });

export const pairedDifference = section({
  id: 'paired-difference',
  title: prose`Is the difference between two models noise?`,
  needs: { m: twoModels },
  write: ({ m }) => [
    prose`${unpairedSeesNothing(m)}

      But both models read **the same paragraphs**. ${sameTextsAreHard(m)} How hard a text is for both models has nothing to do with the
      question. So subtract within each paragraph first, and average the differences:

      \`\`\`python
      import json
      from math import log, sqrt
      from statistics import mean, variance

      def bits_per_byte(folder):
          chapter = json.load(open(folder + "/data/02-cross-entropy-perplexity.json"))
          texts = next(one for one in chapter["measurements"] if one["id"] == "own-texts")
          return [-text["total"] / log(2) / text["bytes"] for text in texts["output"]["texts"]]

      pairs = zip(bits_per_byte("output"), bits_per_byte("models/recorded"))
      differences = [ours - second for ours, second in pairs]
      t = 2.447  # Student's t for 95% and 6 degrees of freedom, one less than texts
      half = t * sqrt(variance(differences) / len(differences))
      print(f"{mean(differences):.2f} bits per byte, interval "
            f"{mean(differences) - half:.2f} to {mean(differences) + half:.2f}")
      \`\`\``,
    output([
      prose`${asPython(m.difference, '.2f')} bits per byte, interval ${asPython(m.paired.low, '.2f')} to ${asPython(m.paired.high, '.2f')}`,
    ]),
    prose`${pairedSeesIt(m)}

      Why not pair the tokens, of which there are thousands? The tokens of one paragraph are not independent, and the two models do not even have the same tokens. So **count texts, not tokens**. Seven are few, all by the same authors. They speak only for prose of this kind, and for the two models as they ran, both with weights of four bits.`,
  ],
});
