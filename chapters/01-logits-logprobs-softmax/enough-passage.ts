import { at } from '#numerics/list';
import { choose, claim, output, prose, section } from '#report';
import { asPython, cite, codeText, given, percent, ref, text } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { enough } from './headlines.measure.ts';

const TWO = { digits: 2 } as const;

export const enoughPassage = section({
  id: 'enough-passage',
  title: prose`Use: is a passage enough?`,
  needs: { enough, api: apiAnswer },
  write: ({ enough, api }) => [
    prose`Does a retrieved passage have the answer? The share of yes against no decides${
      api.labels.length > 0 ? prose` (if it is close, the bounds of ${ref('api-answer')} do)` : prose``
    }:

      \`\`\`python
      from math import exp
      from openai import OpenAI

      passage = "The lighthouse at Corran Head was built in 1871. Since 1994 Ina Moss has kept it."
      for question in ["Who keeps the lighthouse at Corran Head?", "How tall is the lighthouse at Corran Head?"]:
          answer = OpenAI().chat.completions.create(
              model="gpt-4o-mini", max_tokens=1, temperature=0, logprobs=True, top_logprobs=20,
              messages=[{"role": "user", "content": f"Passage: {passage}\\nQuestion: {question}\\n"
                         "Does the passage contain the answer? Reply yes or no.\\nAnswer:"}])
          entry = answer.choices[0].logprobs.content[0]
          yes, no = (sum(exp(token.logprob) for token in entry.top_logprobs
                         if token.token.strip().lower() == word) for word in ("yes", "no"))
          print(question, "answer it" if yes > no else "search again", f"(yes {yes / (yes + no or 1):.1%})")
      \`\`\``,
    output(
      enough.rows.map(
        (row) =>
          prose`${text(row.question)} ${choose(row.says, {
            yes: prose`answer it`,
            no: prose`search again`,
            neither: prose`search again`,
          })} (yes ${asPython(row.yes, '.1%')})`,
      ),
    ),
    prose`Only the first question is answered by the passage. ${choose(enough.outcome, {
      right: prose`Our model tells the two apart.`,
      nothing: prose`Our model weighs yes and no alike, or lists neither: it is no use here.`,
      same: prose`Our model says the same to both${claim(at(enough.rows, 0).yes, at(enough.rows, 1).yes, {
        greater: prose``,
        less: prose`, and to the wrong one with more of a yes`,
        tooClose: prose``,
      })}: its word alone is no use here.`,
      wrong: prose`Our model is wrong at least once: its word alone is no use here.`,
    })}${choose(enough.larger.is, {
      'not shown': prose``,
      shown: prose` ${codeText(enough.larger.model)}, a larger one, was asked the same once: yes has
        ${percent(enough.larger.answered, TWO)} after the first, ${percent(enough.larger.not, TWO)} after the second.${claim(
          enough.larger.answered,
          enough.larger.not,
          {
            greater: prose` A threshold between the two would tell them apart.`,
            less: prose``,
            tooClose: prose``,
          },
        )}`,
    })} And those of OpenAI's cookbook said “True” with nearly ${given(100)}% to two questions that an
      article answers; but of two that it answers in part, one got “False”, the other “True” with ${given(99.6)}% (${cite('openai-logprobs')}). So try it on passages that you know.`,
  ],
});
