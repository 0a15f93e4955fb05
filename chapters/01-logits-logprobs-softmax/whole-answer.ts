import { at } from '#numerics/list';
import { choose, claim, join, output, prose, section } from '#report';
import { asPython, ref, term, token } from '#report/values';
import { wholeAnswers } from './whole-answer.measure.ts';

export const wholeAnswer = section({
  id: 'whole-answer',
  title: prose`Use: how likely was the whole answer?`,
  needs: { m: wholeAnswers },
  write({ m }) {
    const printed = m.rows.flatMap(({ text, ended, probability, perplexity, tokens }) =>
      perplexity === null
        ? []
        : [
            prose`${token(text)} ${choose(ended, { 'by itself': prose`stop`, cut: prose`length` })}`,
            prose`probability ${asPython(probability, '.3g')}, perplexity ${asPython(perplexity, '.3g')}`,
            join(
              tokens.map((one) => prose`${token(one.text)} ${asPython(one.probability, '.1%')}`),
              prose`, `,
            ),
          ],
    );
    const [first, second] = [at(m.rows, 0).perplexity, at(m.rows, 1).perplexity];
    return [
      prose`Add the log-probabilities of its tokens, and exponentiate. The exponential of minus their mean is its
        ${term('perplexity')}: on average, each token was as surprising as a draw from that many equally likely ones
        (${ref('average-and-perplexity')}). (A character may be spread over several tokens: join their
        \`bytes\` before you read them.)

        \`\`\`python
        from math import exp
        from likeliest import model, server

        for question in ["What is the capital of France?", "What is the capital of Burkina Faso?"]:
            answer = server.chat.completions.create(
                model=model, messages=[{"role": "user", "content": question}],
                max_tokens=40, temperature=0, logprobs=True)
            content = answer.choices[0].logprobs.content
            text = b"".join(bytes(entry.bytes or entry.token.encode()) for entry in content).decode(errors="replace")
            print(repr(text), answer.choices[0].finish_reason)
            total = sum(entry.logprob for entry in content)
            print(f"probability {exp(total):.3g}, perplexity {exp(-total / len(content)):.3g}")
            print(*(f"{entry.token!r} {exp(entry.logprob):.1%}" for entry in content), sep=", ")
        \`\`\``,
      ...(first === null || second === null
        ? [prose`Our model ends an answer before it begins, and the program with it.`]
        : [
            output(printed),
            prose`${choose(m.prompt, {
              'chat template': prose``,
              plain: prose`(Our model has no chat template: it was given each question and a line break.) `,
            })}${choose(m.right, {
              both: prose`Both are right.`,
              neither: prose`Neither is right.`,
              'the second': prose`Only the second is right.`,
              'the first': prose`Only the first is right${claim(second, first, {
                less: prose`, and the second has the lower perplexity`,
                tooClose: prose`, and their perplexities are alike`,
                greater: prose`, and has the lower perplexity here; do not count on that`,
              })}.`,
            })} A perplexity says how expected the words were, not whether they are true. And it is a mean: the lines of tokens show where the model hesitated.`,
          ]),
      prose`\`stop\` says that an answer was not cut off (\`length\`, that it was). It then ended with an end token, which has no entry (vLLM gives it one), and no part in the sum: what is computed is how likely an answer is that *starts* with these words. Each further
        token lowers it, so do not rank answers of different lengths by it (${ref('longer-answers')}).`,
    ];
  },
});
