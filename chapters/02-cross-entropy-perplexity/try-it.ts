import { at } from '#numerics/list';
import { choose, claim, exercise, list, prose, section } from '#report';
import { bits, codeText, count, given, math, nats, real, ref, token } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { goodAndBad } from './good-and-bad.measure.ts';
import { named } from './lists.ts';
import { ownTexts } from './texts.measure.ts';
import { exerciseNumbers } from './try-it.measure.ts';

export const tryIt = section({
  id: 'try-it-perplexity',
  title: prose`Try it`,
  needs: { m: exerciseNumbers, own: ownTexts, texts: goodAndBad },
  write({ m, own, texts }) {
    const ownStart = prose`
      \`\`\`sh
      npm run score -- --context START --file chapters/02-cross-entropy-perplexity/texts/harbour.txt
      \`\`\`

      START is ${token(own.start)}, in quotation marks.
    `;
    const [first, second] = [at(m.models, 0), at(m.models, 1)];
    const harbour = named(own.texts, 'harbour');
    const shuffled = named(texts.rows, 'its words shuffled');
    return [
      exercise(
        prose`Two tokens have the log-probabilities ${list(m.logprobs.map(given))}. What is the perplexity, and what the mean of the two tokens'
          perplexities?`,
        prose`The mean surprisal is ${nats(m.meanSurprisal, 2)}, so the perplexity is ${math`e^2`}, about
          ${real(m.perplexity, 3)}. The mean of the two exponentials is
          ${real(m.meanOfPerplexities, 3)}, which answers no question.`,
      ),
      exercise(
        prose`Two models read one text: perplexity ${given(first.perplexity)} at ${given(first.bytesPerToken)} bytes
          per token, and ${given(second.perplexity)} at ${given(second.bytesPerToken)}. Which one predicts better?`,
        prose`By the byte: ${math`\log_2`} of the perplexity is the number of bits per token; divided by the
          bytes per token that is ${bits(first.bitsPerByte, 2)} and
          ${bits(second.bitsPerByte, 2)}. ${claim(second.bitsPerByte, first.bitsPerByte, {
            greater: prose`The first one does, although its perplexity is the higher one.`,
            less: prose`The second one does.`,
            tooClose: prose`Neither.`,
          })}`,
      ),
      exercise(
        prose`In the folder of this report's project, after \`npm ci\`, score our paragraph:

          ${choose(own.startKind, {
            'between documents': prose`
              \`\`\`sh
              npm run score -- --context "<|endoftext|>" --file chapters/02-cross-entropy-perplexity/texts/harbour.txt
              \`\`\`
            `,
            special: ownStart,
            text: ownStart,
          })}

          ${namingTheModel(own.known)}Do you find the perplexity of ${ref('three-texts-table')}? Then score a paragraph of your own, and score it shuffled.`,
        prose`For our paragraph the perplexity after ${codeText(own.start)} is ${real(harbour.perplexity)}
          over ${count(harbour.tokens)} tokens, ${bits(harbour.bitsPerByte)} per byte. Shuffled it was
          ${real(shuffled.perplexity)}. With a model that has
          read much, everyday prose and common phrases score low, names and rare words high.`,
      ),
    ];
  },
});
