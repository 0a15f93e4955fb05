import { list, output, prose, section } from '#report';
import { asPython, bits, equation, given, math, nats, real, ref, term, text } from '#report/values';
import { averageOfFour } from './average.measure.ts';
import { named } from './find-by-name.ts';
import { strip } from './real-text.measure.ts';
import { ownTexts } from './texts.measure.ts';

export const average = section({
  id: 'average-and-perplexity',
  title: prose`A whole text`,
  needs: { m: averageOfFour, own: ownTexts, tokens: strip },
  write({ m, own, tokens: { largest } }) {
    const harbour = named(own.texts, 'harbour');
    return [
      prose`A model gives four tokens, one after another, the probabilities ${list(m.rows.map((row) => given(row.probability)))}.
        Their surprisals are ${list(m.rows.map((row) => real(row.bits, 1)))} bits, on average ${bits(m.meanBits, 1)} or ${nats(m.meanNats, 2)} per token.
        Training prints this mean, in nats, as its *loss*, and calls it ${term('cross-entropy')}. Strictly, cross-entropy is the
        expected surprisal over all text of this kind; the mean over one text estimates it (${ref('entropy-and-kl')}).

        Perplexity undoes the logarithm, ${math`2^2 = e^{1.39} = 4`}:`,
      equation`\text{perplexity} = \exp\Bigl( -\frac{1}{N} \sum_{i=1}^{N} \ln q(\text{token}_i \mid \text{all before it}) \Bigr)`,
      prose`A fair draw from ${math`k`} choices has perplexity ${math`k`}. So a perplexity of four means **“as surprised, on
        average, as by a fair draw from four choices”**. A perplexity of ${real(harbour.perplexity, 2)} does not
        mean ${real(harbour.perplexity, 2)} equally likely tokens: it averages easy and hard steps.`,
      prose`This program scores a text on a server that returns the ${term('log-probability', 'log-probabilities')} of the prompt (\`echo\`): vLLM, some
        hosted APIs, or ours (run \`npm ci\` and \`npm run serve\` in this project's folder). The *start token* before the text gives its
        first token something to follow. In training, it separated documents.

      \`\`\`python
      from math import exp, log
      from openai import OpenAI  # pip install openai

      # For another server, change these three lines.
      client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
      model = "HuggingFaceTB/SmolLM2-135M-Instruct"
      start = "<|endoftext|>"  # "" if the server adds it

      file = "chapters/02-cross-entropy-perplexity/texts/harbour.txt"
      text = open(file, encoding="utf-8").read()
      answer = client.completions.create(
          model=model, prompt=start + text,
          max_tokens=1, temperature=0, echo=True, logprobs=1)
      scored = answer.choices[0].logprobs
      # Leave out the start token and the one token that the server has to write.
      tokens, logprobs = scored.tokens[1:-1], scored.token_logprobs[1:-1]
      nats = -sum(logprobs)
      perplexity = exp(nats / len(logprobs))
      bits = nats / log(2) / len(text.encode())
      print(f"perplexity {perplexity:.3g}, bits per byte {bits:.2f}")
      lowest, token = min(zip(logprobs, tokens))
      print(f"most surprising: {token!r} with {-lowest:.3g} nats")
      \`\`\``,
      output([
        prose`perplexity ${asPython(harbour.perplexity, '.3g')}, bits per byte ${asPython(harbour.bitsPerByte, '.2f')}`,
        prose`most surprising: '${text(largest.text)}' with ${asPython(largest.surprisal, '.3g')} nats`,
      ]),
    ];
  },
});
