import { at } from '#numerics/list';
import { and, box, finding, firstOf, greater, join, less, output, prose, section } from '#report';
import { asPython, cite, given, percent, ref, term, text, token } from '#report/values';
import { startingServer } from '../score-command.ts';
import { capitalAnswers } from './capitals.measure.ts';

/** The threshold that the shown program has, too. */
const THRESHOLD = 0.8;

export const request = section({
  id: 'whole-answer',
  title: prose`Read log-probabilities from an API, and decide`,
  needs: { m: capitalAnswers },
  write({ m }) {
    const [france, australia] = [at(m.rows, 0), at(m.rows, 1)];
    return [
      prose`The program below asks for two capitals, each after an example, and accepts an answer only if the model is sure. To try
        it, run \`npm ci\` and ${startingServer(m.known)} in this project's folder and wait for the line with the address. Our model
        now answers there through OpenAI's chat API. Leave it running, \`pip install openai\`, and start the program in another
        terminal.

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
      prose`The list \`content\` has an entry for each token of the answer. Each log-probability is *given* the tokens before it, so
        their sum is the logarithm of the joint probability of exactly these tokens (the end of the answer is not listed). The
        parameter \`top_logprobs\` sets how many candidates are listed. If a token is only part of a character, read its
        \`bytes\`. And check \`finish_reason\`: it is \`length\` if the answer was cut off.

        The program accepts an answer with a joint probability of at least ${given(THRESHOLD)} (${ref('decide')} shows how to
        choose this threshold). ${finding({
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
            prose`It accepts ${token(france.text)}. For Australia it asks a person, because ${token(australia.text)} has only ${percent(australia.probability, 2)}. Rightly so: the capital is Canberra.`,
        })}

        For a hosted model, set \`client, model = OpenAI(), "gpt-4.1"\` and put the key in \`OPENAI_API_KEY\` (more in
        ${cite('openai-logprobs')}). Most reasoning models return no log-probabilities.

        Lists do more than this. You can choose between two words by scoring the sentence with each
        (${ref('choose-the-word')}), or sort texts into two classes by the lead of one label over the other
        (${ref('sort-reviews')}).`,
      box('what-is-listed', prose`Before or after temperature?`, [
        prose`Our server and, by default, vLLM (${cite('vllm-v1')}) list log-probabilities before temperature, ${term('top-p')} and
          penalties. OpenAI's reference (${cite('openai-reference')}) does not say which it lists. It does say that a token
          outside the ${given(20)} likeliest may get the value ${given(-9999)} instead of a log-probability. With \`temperature=1\` and
          \`top_p=1\` there is no difference. If every token of a greedy answer has a log-probability of zero, the server listed them after temperature.`,
      ]),
    ];
  },
});
