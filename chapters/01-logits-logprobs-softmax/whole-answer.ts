import { choose, join, layout, output, prose, section } from '#report';
import { asPython, count, ref, term, token } from '#report/values';
import { wholeAnswerOf } from './whole-answer.measure.ts';

export const wholeAnswer = section({
  id: 'whole-answer',
  title: prose`Use: how likely was the whole answer?`,
  needs: { answer: wholeAnswerOf },
  write: ({ answer }) => [
    prose`Add the log-probabilities of its tokens, and exponentiate. The exponential of minus their mean is its
      ${term('perplexity')}: on average, each token was as surprising as a draw from that many equally likely ones
      (${ref('average-and-perplexity')}). To show the answer, join the \`bytes\` of all tokens first:
      a character may be spread over several.

      \`\`\`python
      from math import exp
      from openai import OpenAI

      answer = OpenAI().chat.completions.create(
          model="gpt-4o-mini", messages=[{"role": "user", "content": "Who wrote Emma?"}],
          max_tokens=40, temperature=0, logprobs=True)
      content = answer.choices[0].logprobs.content
      text = b"".join(bytes(entry.bytes or entry.token.encode()) for entry in content).decode(errors="replace")
      total = sum(entry.logprob for entry in content)
      print(repr(text))
      print(f"probability {exp(total):.3g}, perplexity {exp(-total / len(content)):.3g}")
      print("least sure of", [entry.token for entry in sorted(content, key=lambda entry: entry.logprob)[:3]])
      \`\`\``,
    ...(answer.probability === null || answer.perplexity === null
      ? [prose`Our model ends its answer before it begins.`]
      : [
          output(
            [
              prose`${token(answer.text)}`,
              prose`probability ${asPython(answer.probability, '.3g')}, perplexity ${asPython(answer.perplexity, '.3g')}`,
              prose`least sure of [${join(answer.least.map(token), prose`, `)}]`,
            ],
            {
              from: prose`our model's answer, ${choose(answer.ended, { cut: prose`cut after`, 'by itself': prose`of` })} ${count(answer.length)} ${layout([answer.length], (n) => n === 1) ? prose`token` : prose`tokens`}`,
            },
          ),
        ]),
    prose`An answer ends with a token of its own, which has no entry: so this is how likely it is that an answer *starts* with these words. Each further token
      lowers it: do not rank answers of different lengths by it (${ref('longer-answers')}).`,
  ],
});
