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
    prose`Does a retrieved passage have the answer? The share of yes against no decides, by a threshold that is a
      placeholder (${ref('decide')})${
        api.labels.length > 0 ? prose`; if it is close, the bounds of ${ref('api-answer')} help` : prose``
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
          share = yes / (yes + no or 1)
          print(question, "answer it" if share >= 0.8 else "search again", f"(yes {share:.1%})")
      \`\`\``,
    output(
      enough.rows.map(
        (row) =>
          prose`${text(row.question)} ${choose(row.decides, { answer: prose`answer it`, search: prose`search again` })} (yes ${asPython(row.yes, '.1%')})`,
      ),
    ),
    prose`Only the first question is answered by the passage. ${choose(enough.outcome, {
      right: prose`Our model tells the two apart.`,
      same: prose`Our model decides both alike${claim(at(enough.rows, 0).yes, at(enough.rows, 1).yes, {
        greater: prose``,
        less: prose`, and gives the second even more of a yes`,
        tooClose: prose``,
      })}: it is no use here.`,
      wrong: prose`Our model decides both wrongly: it is no use here.`,
    })}${choose(enough.larger.is, {
      'not shown': prose``,
      shown: prose` ${codeText(enough.larger.model)}, a larger one, was asked the same once: yes has
        ${percent(enough.larger.answered, TWO)} after the first, ${percent(enough.larger.not, TWO)} after the second${choose(
          enough.larger.outcome,
          {
            right: prose`, so the program would decide both rightly`,
            same: prose`, so the program would decide both alike`,
            wrong: prose`, so the program would decide both wrongly`,
          },
        )}.`,
    })} The models of OpenAI's cookbook said “True” with nearly ${given(100)}% to two questions that an
      article answers; but of two that it answers in part, one got “False”, the other “True” with ${given(99.6)}% (${cite('openai-logprobs')}). So try it on passages that you know.`,
  ],
});
