import { at } from '#numerics/list';
import { always, choose, claim, exercise, list, prose, recap, section } from '#report';
import { bits, codeText, count, given, math, nats, real, ref, term, token } from '#report/values';
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
        prose`Two tokens have the log-probabilities ${list(m.logprobs.map(given))}. What is the perplexity?
          And what would the mean of the two tokens' perplexities be?`,
        prose`The mean surprisal is ${nats(m.meanSurprisal)}, so the perplexity is ${math`e^2`}, about
          ${real(m.perplexity, { digits: 3 })}. The mean of the two exponentials is
          ${real(m.meanOfPerplexities, { digits: 3 })}, which answers no question.`,
      ),
      exercise(
        prose`Two models have read the same text. One reports a perplexity of ${given(first.perplexity)} with
          ${given(first.bytesPerToken)} bytes per token, the other ${given(second.perplexity)} with
          ${given(second.bytesPerToken)} bytes per token. Which one predicts better?`,
        prose`By the byte: ${math`\log_2`} of the perplexity is the number of bits per token; divided by the
          bytes per token that is ${bits(first.bitsPerByte)} and ${bits(second.bitsPerByte)}. ${claim(
            second.bitsPerByte,
            first.bitsPerByte,
            {
              greater: prose`The first one does, although its perplexity is the higher one.`,
              less: prose`The second one does.`,
              tooClose: prose`Neither.`,
            },
          )}`,
      ),
      exercise(
        prose`Now your own text. In the project's folder, the one with
          \`package.json\`, after \`npm ci\`, score our paragraph:

          ${choose(own.startKind, {
            'between documents': prose`
              \`\`\`sh
              npm run score -- --context "<|endoftext|>" --file chapters/02-cross-entropy-perplexity/texts/harbour.txt
              \`\`\`
            `,
            special: ownStart,
            text: ownStart,
          })}

          ${namingTheModel(own.known)}Do you find the perplexity that ${ref('real-text')} reports? Then write a paragraph of your own into
          a file and score it the same way. Which token surprised the model most? Shuffle the words, and score
          it again.`,
        prose`For our paragraph the perplexity after ${codeText(own.start)} is ${real(harbour.perplexity)}
          over ${count(harbour.tokens)} tokens, ${bits(harbour.bitsPerByte)} per byte. Shuffled it was
          ${real(shuffled.perplexity)}. Your text will be somewhere else. With a model that has
          read much, everyday prose and common phrases score low, names and rare words high.`,
      ),
    ];
  },
});

export const remember = section({
  id: 'remember-perplexity',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(prose`${term('surprisal', 'Surprisal')} is ${math`-\ln p`} of what really came. Surprisals of a text add
        up.`),
      always(prose`${term('perplexity', 'Perplexity')} is the exponential of the mean surprisal: as surprised as by a
        fair draw from so many choices.`),
      always(prose`${term('cross-entropy', 'Cross-entropy')} is ${term('entropy')} plus ${term('KL divergence')}:
        what the text costs anyone, plus what the model gets wrong.`),
      always(prose`Being sure, being surprised and being right are three things.`),
      always(prose`Compare models on the same text; if they cut it into different tokens, by
        ${term('bits per byte')}, not perplexity.`),
      always(prose`A perplexity means little without its window, its stride and what stood before the text.`),
      always(prose`Average log-probabilities first, exponentiate last.`),
    ]),
  ],
});
