import { box, join, output, prose, section } from '#report';
import { asPython, cite, given, term, text } from '#report/values';
import { startingServer } from '../serve-command.ts';
import { capitalAnswers } from './capitals.measure.ts';

export const request = section({
  id: 'whole-answer',
  title: prose`Log-probabilities from an API, in Python`,
  needs: { m: capitalAnswers },
  write: ({ m }) => [
    prose`This program asks a model for two capitals, each after an example, and accepts an answer only if the model is sure. It
        works with any server that speaks OpenAI's chat API. To start ours, run \`npm ci\` and ${startingServer(m.known)} in this
        project's folder, and wait for the line with the address. Leave it running. In another terminal, run
        \`pip install openai\` once, and then the program.

        \`\`\`python
        from math import exp
        from openai import OpenAI

        client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = client.models.list().data[0].id

        for country in ["France", "Australia"]:
            turns = ["What is the capital of Italy?", "Rome", f"What is the capital of {country}?"]
            roles = ["user", "assistant", "user"]
            answer = client.chat.completions.create(
                model=model, temperature=0, max_completion_tokens=20, logprobs=True, top_logprobs=3,
                messages=[{"role": role, "content": turn} for role, turn in zip(roles, turns)])
            tokens = answer.choices[0].logprobs.content
            for one in tokens:
                listed = [f"{other.token} {exp(other.logprob):.1%}" for other in one.top_logprobs]
                print(f"{one.token}: {one.logprob:.2f} ({', '.join(listed)})")
            total = sum(one.logprob for one in tokens)
            print(f"sum {total:.2f}, probability {exp(total):.1%}:",
                  "accept" if exp(total) >= 0.8 else "ask a person")
        \`\`\``,
    output(
      m.rows.flatMap(({ tokens, total, probability, decision }) => [
        ...tokens.map(({ text: answered, logprob, listed }) => {
          const candidates = listed.map(
            (row) => prose`${text(row.text)} ${asPython(row.probability, '.1%')}`,
          );
          return prose`${text(answered)}: ${asPython(logprob, '.2f')} (${join(candidates, prose`, `)})`;
        }),
        prose`sum ${asPython(total, '.2f')}, probability ${asPython(probability, '.1%')}: ${text(decision)}`,
      ]),
    ),
    prose`The list \`content\` has an entry for each token of the answer, but none for its end. The sum of the log-probabilities is
        the logarithm of the joint probability of exactly these tokens. The parameter \`top_logprobs\` sets how many candidates are listed. If a token is only part of a character, read its
        \`bytes\`. And check \`finish_reason\`: it is \`length\` if the answer was cut off.

        For a hosted model, set \`client, model = OpenAI(), "gpt-4.1"\` and put the key in \`OPENAI_API_KEY\` (more in
        ${cite('openai-logprobs')}). Most reasoning models return no log-probabilities.`,
    box('what-is-listed', prose`Before or after temperature?`, [
      prose`Our server and, by default, vLLM (${cite('vllm-v1')}) list log-probabilities before temperature, ${term('top-p')} and
          penalties. OpenAI's reference (${cite('openai-reference')}) does not say which it lists. It does say that a token
          outside the ${given(20)} likeliest may get \`-9999.0\` instead of a log-probability. With \`temperature=1\` and
          \`top_p=1\`, and without penalties, there is no difference. If every token of a long greedy answer has a log-probability of zero, the server probably listed them after temperature.`,
    ]),
  ],
});
