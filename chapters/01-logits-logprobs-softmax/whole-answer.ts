import { at } from '#numerics/list';
import { and, box, finding, firstOf, greater, join, less, output, prose, section } from '#report';
import { asPython, cite, given, percent, ref, term, text, token } from '#report/values';
import { startingServer } from '../score-command.ts';
import { capitalAnswers } from './capitals.measure.ts';

/** The threshold that the shown program has, too. */
const THRESHOLD = 0.8;

export const request = section({
  id: 'whole-answer',
  title: prose`An answer and a decision`,
  needs: { m: capitalAnswers },
  write({ m }) {
    const [france, australia] = [at(m.rows, 0), at(m.rows, 1)];
    return [
      prose`In this project's folder, after \`npm ci\`, ${startingServer(m.known)} serves our model through OpenAI's chat API. Save this as
        \`likeliest.py\` (\`pip install openai\`) and run it. It asks for two capitals, each after an example. In a chat, the
        numbers differ from those above.

        \`\`\`python
        from math import exp
        from openai import OpenAI

        server = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = server.models.list().data[0].id

        def ask(*turns, **options):
            """The tokens of the answer to a chat, in which the user speaks first."""
            roles = ["user", "assistant"] * len(turns)
            messages = [{"role": role, "content": text} for role, text in zip(roles, turns)]
            # The Responses API needs include=["message.output_text.logprobs"] instead.
            answer = server.chat.completions.create(
                model=model, messages=messages, logprobs=True, **options)
            return answer.choices[0].logprobs.content

        def likeliest(*turns):
            """The likeliest first tokens of an answer, each with its log-probability."""
            # On some servers, other temperatures and top_p change the list.
            first = ask(*turns, top_logprobs=20, max_completion_tokens=1, temperature=1, top_p=1)[0]
            # OpenAI lists -9999 for a token that is too unlikely to be given a number.
            return {one.token: one.logprob for one in first.top_logprobs if one.logprob > -9999}

        if __name__ == "__main__":
            question = "What is the capital of {}?"
            for country in ["France", "Australia"]:
                turns = question.format("Italy"), "Rome", question.format(country)
                answer = ask(*turns, top_logprobs=3, max_completion_tokens=20, temperature=0)
                for one in answer:
                    listed = [f"{other.token} {exp(other.logprob):.1%}" for other in one.top_logprobs]
                    print(f"{one.token}: {one.logprob:.2f} ({', '.join(listed)})")
                total = sum(one.logprob for one in answer)
                print(f"sum {total:.2f}, exp(sum) {exp(total):.1%}, exp(mean) {exp(total / len(answer)):.1%}")
                text = "".join(one.token for one in answer)
                print("->", text if exp(total) >= 0.8 else "ask a person")
        \`\`\``,
      output(
        m.rows.flatMap(({ tokens, total, probability, perToken, decision }) => [
          ...tokens.map(({ text: answered, logprob, listed }) => {
            const candidates = listed.map(
              (row) => prose`${text(row.text)} ${asPython(row.probability, '.1%')}`,
            );
            return prose`${text(answered)}: ${asPython(logprob, '.2f')} (${join(candidates, prose`, `)})`;
          }),
          prose`sum ${asPython(total, '.2f')}, exp(sum) ${asPython(probability, '.1%')}, exp(mean) ${asPython(perToken, '.1%')}`,
          prose`-> ${text(decision)}`,
        ]),
      ),
      prose`\`content\` has an entry for each token of the answer, here the likeliest at each position (\`temperature=0\`). Read a token that is no
        whole character from its \`bytes\`. \`top_logprobs\` sets how many candidates are listed.
        \`finish_reason\`, next to
        \`logprobs\`, is \`length\` if the answer was cut off.

        Each log-probability is *given* the tokens before it, so their sum is the logarithm of the joint probability of exactly these tokens
        (the end of the answer is not listed). The exponential of the mean is a probability per token; its inverse is the
        ${term('perplexity')} (${ref('02-cross-entropy-perplexity')}).

        The threshold is a joint probability of ${given(THRESHOLD)} (${ref('decide')} shows how to choose it). ${finding(
          {
            id: 'sure-and-unsure-capital',
            when: and(
              greater('probability of the answer for France', france.probability, THRESHOLD),
              less('probability of the answer for Australia', australia.probability, THRESHOLD),
              firstOf(
                'likeliest first token for France',
                france.first.map((row) => ({ name: row.text, value: row.probability })),
                'Paris',
                '“Paris”',
              ),
              firstOf(
                'likeliest first token for Australia',
                australia.first.map((row) => ({ name: row.text, value: row.probability })),
                'Que',
                '“Que”',
              ),
            ),
            text: () =>
              prose`The program accepts ${token(france.text)}. For Australia it asks a person, because ${token(australia.text)} has only ${percent(australia.probability, 2)}. Rightly so: the capital is Canberra.`,
          },
        )}

        For a hosted model, set \`server, model = OpenAI(), "gpt-4.1"\` and put the key in \`OPENAI_API_KEY\` (more in
        ${cite('openai-logprobs')}). Reasoning models mostly list nothing.`,
      box('what-is-listed', prose`What exactly is listed?`, [
        prose`Our server and, by default, vLLM (${cite('vllm-v1')}) list log-probabilities before temperature, ${term('top-p')} and penalties. Other servers may list them
          afterwards; there, use a temperature of one.`,
      ]),
    ];
  },
});
