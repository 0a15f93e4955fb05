import { list, output, prose, section } from '#report';
import { asPython, bits, equation, given, math, nats, real, ref, term } from '#report/values';
import { averageOfFour } from './average.measure.ts';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';

export const average = section({
  id: 'average-and-perplexity',
  title: prose`Loss, cross-entropy and perplexity`,
  needs: { m: averageOfFour, own: ownTexts },
  write({ m, own }) {
    const harbour = named(own.texts, 'harbour');
    return [
      prose`For a whole text, take the mean. A model gives four tokens, one after another, the probabilities
        ${list(m.rows.map((row) => given(row.probability)))}. Their surprisals are ${list(m.rows.map((row) => real(row.bits, 1)))} bits. That is
        ${bits(m.meanBits, 1)} per token on average, or ${nats(m.meanNats, 2)}.

        Training prints this mean, in nats, as the *loss* (${ref('training-loss')}), and calls it ${term('cross-entropy')}. Strictly speaking, the cross-entropy is the mean surprisal over
        all the text that people might write, each text weighted by its probability. Nobody can compute that, so the mean over one
        text serves as an estimate. (${ref('entropy-and-kl')} explains the name.)

        Take the exponential, and you get the ${term('perplexity')}. Our four tokens have
        ${math`e^{1.39} = 4`}:`,
      equation`\text{perplexity} = \exp\Bigl( -\frac{1}{N} \sum_{i=1}^{N} \ln q(\text{token}_i \mid \text{all before it}) \Bigr)`,
      prose`A model that always splits its probability evenly among ${math`k`} tokens, one of which comes, has perplexity ${math`k`}. So a perplexity of four means **“as
        surprised, on average, as by a fair draw from four choices”**. The harbour paragraph has a perplexity of ${real(harbour.perplexity, 2)}. That does
        not mean that ${real(harbour.perplexity, 2)} tokens were equally likely at each step: some steps were easy and others hard. Whether ${real(harbour.perplexity, 2)} is good depends on the text (${ref('good-and-bad')}).`,
      prose`This program scores a text on a server that returns the ${term('log-probability', 'log-probabilities')} of the prompt (\`echo\`): vLLM, some hosted APIs, or ours, which \`npm ci\` and \`npm run serve\` start in this project's folder. The *start token* in front gives the first token of the text something to follow. It belongs to the prompt, so it is not counted. A text longer than the model can read is scored in overlapping windows (${ref('context')}).

      \`\`\`python
      from math import exp, log
      from openai import OpenAI  # pip install openai

      client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
      file = "chapters/02-cross-entropy-perplexity/texts/harbour.txt"
      text = open(file, encoding="utf-8").read()
      answer = client.completions.create(
          model="HuggingFaceTB/SmolLM2-135M-Instruct",
          prompt="<|endoftext|>" + text,  # the start token; leave it out if the server adds it
          max_tokens=1, temperature=0, echo=True, logprobs=1)
      # Leave out the start token and the one token that the server has to write.
      logprobs = answer.choices[0].logprobs.token_logprobs[1:-1]
      nats = -sum(logprobs)
      perplexity = exp(nats / len(logprobs))
      bits = nats / log(2) / len(text.encode())
      print(f"perplexity {perplexity:.3g}, bits per byte {bits:.2f}")
      \`\`\``,
      output([
        prose`perplexity ${asPython(harbour.perplexity, '.3g')}, bits per byte ${asPython(harbour.bitsPerByte, '.2f')}`,
      ]),
    ];
  },
});
