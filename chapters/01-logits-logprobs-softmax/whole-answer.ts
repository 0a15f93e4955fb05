import { list, output, prose, section } from '#report';
import { given, ref, term } from '#report/values';

/** The log-probabilities of an answer of four tokens. */
const FOUR = [-0.1, -0.3, -0.2, -0.4];

export const wholeAnswer = section({
  id: 'whole-answer',
  title: prose`Use: how likely was the whole answer?`,
  needs: {},
  write: () => [
    prose`Add the log-probabilities of its tokens, and exponentiate. The exponential of minus their mean is its
      ${term('perplexity')}: on average, each token was as surprising as a draw from so many equally likely ones
      (${ref('average-and-perplexity')}). To show the answer, join the \`bytes\` of all tokens first:
      one character may be several.

      \`\`\`python
      answer = OpenAI().chat.completions.create(
          model="gpt-4o-mini", messages=[{"role": "user", "content": "Who wrote Emma?"}], logprobs=True)
      content = answer.choices[0].logprobs.content
      text = b"".join(bytes(entry.bytes or entry.token.encode()) for entry in content).decode()
      total = sum(entry.logprob for entry in content)
      print(f"probability {exp(total):.2f}, perplexity {exp(-total / len(content)):.2f}")
      \`\`\``,
    output([prose`probability ${given(0.37)}, perplexity ${given(1.28)}`], {
      from: prose`four tokens with the log-probabilities ${list(FOUR.map(given))}`,
    }),
    prose`An answer ends with a token of its own, which has no entry: so this is how likely an answer *starts* with these words. Each further token
      lowers it: do not rank answers of different lengths by it (${ref('longer-answers')}).`,
  ],
});
