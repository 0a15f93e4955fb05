import { at } from '#numerics/list';
import { choose, claim, output, prose, type Seen, section } from '#report';
import { asPython, codeText, text } from '#report/values';
import { enough } from './headlines.measure.ts';

type Enough = Seen<typeof enough>;

/** What the shown program prints of a model's answers to the questions. */
const printed = ({ rows: questions }: Enough, rows: Enough['rows'] | NonNullable<Enough['larger']>['rows']) =>
  rows.map(
    ({ decides, yes }, index) =>
      prose`${text(at(questions, index).question)} ${choose(decides, { answer: prose`answer it`, search: prose`search again` })} (yes ${asPython(yes, '.1%')})`,
  );

export const enoughPassage = section({
  id: 'enough-passage',
  title: prose`Use: is a passage enough?`,
  needs: { enough },
  write: ({ enough }) => [
    prose`A program that knows when a passage is not enough can search again instead of inventing an answer. The share of yes against no decides, by a threshold that is a placeholder, too:

      \`\`\`python
      from math import exp
      from likeliest import likeliest

      passage = "The lighthouse at Corran Head was built in 1871. Since 1994 Ina Moss has kept it."
      for question in ["Who keeps the lighthouse at Corran Head?", "How tall is the lighthouse at Corran Head?"]:
          listed = likeliest(f"Passage: {passage}\\nQuestion: {question}\\n"
                             "Does the passage contain the answer? Reply yes or no.\\nAnswer:")
          yes, no = (sum(exp(logprob) for token, logprob in listed.items()
                         if token.strip().lower() == word) for word in ("yes", "no"))
          share = yes / (yes + no or 1)
          print(question, "answer it" if share >= 0.8 else "search again", f"(yes {share:.1%})")
      \`\`\``,
    output(printed(enough, enough.rows)),
    prose`Only the first question is answered by the passage. ${choose(enough.outcome, {
      right: prose`Our model tells the two apart.`,
      same: prose`Our model decides both alike${claim(at(enough.rows, 0).yes, at(enough.rows, 1).yes, {
        greater: prose``,
        less: prose`, and gives the second even more of a yes`,
        tooClose: prose``,
      })}: it is no use here.`,
      wrong: prose`Our model decides both wrongly: it is no use here.`,
    })}`,
    ...(enough.larger === null
      ? []
      : [
          output(printed(enough, enough.larger.rows), {
            from: prose`${codeText(enough.larger.model)}, as recorded on another machine`,
          }),
          prose`${choose(enough.larger.outcome, {
            right: prose`The larger model decides both rightly, at this threshold.`,
            same: prose`The larger model decides both alike, too.`,
            wrong: prose`The larger model decides both wrongly.`,
          })}`,
        ]),
    prose`So try it on passages that you know.`,
  ],
});
