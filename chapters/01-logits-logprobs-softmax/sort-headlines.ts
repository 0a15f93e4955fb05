import { at } from '#numerics/list';
import { choose, layout, output, prose, section, table } from '#report';
import { codeText, given, percent, rank, ref, text } from '#report/values';
import { headlines } from './headlines.measure.ts';

const TWO = { digits: 2 } as const;
/** The headline that the shown program asks about. */
const ASKED = 2;

export const sortHeadlines = section({
  id: 'sort-headlines',
  title: prose`Use: sort headlines, or hand them over`,
  needs: { sorted: headlines },
  write({ sorted }) {
    const asked = at(sorted.rows, ASKED);
    return [
      prose`Which of four topics fits a headline, and is the model sure enough to file it? A headline goes through if its
        topic's share reaches a threshold, and the four have at least half together:

        \`\`\`python
        from math import exp
        from openai import OpenAI

        prompt = """Topics: money, sport, science, politics.

        Bank lowers interest rates: money
        Striker scores twice in cup final: sport
        Telescope finds water on a distant moon: science
        Minister resigns before the vote: politics
        Runner breaks the record over a mile: sport
        Price of bread goes up again: money
        New law passes by one vote: politics
        Fossil of a giant bird found: science
        """
        headline = "Oil price falls again"
        topics = ["money", "sport", "science", "politics"]
        answer = OpenAI().chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "system", "content": "Reply with one topic and nothing else."},
                                           {"role": "user", "content": prompt + headline + ":"}],
            max_tokens=1, temperature=0, logprobs=True, top_logprobs=20)
        entry = answer.choices[0].logprobs.content[0]
        each = dict.fromkeys(topics, 0)
        for token in entry.top_logprobs:
            word = token.token.strip().lower()
            begun = [topic for topic in topics if topic.startswith(word) or word.startswith(topic)]
            if len(begun) == 1:  # "polit" counts as "politics" does, and "sports" as "sport"; "s" for none
                each[begun[0]] += exp(token.logprob)
        held, best = sum(each.values()), max(each, key=each.get)
        print(best if held >= 0.5 and each[best] / held >= 0.75 else "to a person")
        \`\`\``,
      output([choose(asked.passes, { yes: prose`${text(asked.topic)}`, no: prose`to a person` })]),
      prose`The program reads one token, and \`gpt-4o-mini\` cuts “politics” in two. So a token counts for the topic that it begins, or that begins it, if
        that is only one. A topic that is not listed counts as zero; no token of it has more than the last of the ${given(20)}.`,
      table({
        id: 'headlines',
        caption: prose`Five headlines: the likeliest topic, its share of the four, and what becomes of it at a threshold of
          ${percent(sorted.threshold, TWO)} (a placeholder: see ${ref('decide')}), if the four have at least half together.`,
        rows: sorted.rows,
        columns: [
          ['headline', (row) => text(row.headline)],
          ['the model says', (row) => text(row.topic)],
          [
            'share',
            (row) => (layout([row.held], (held) => held === 0) ? prose`–` : percent(row.share, TWO)),
            'right',
          ],
          ['the four together', (row) => percent(row.held, TWO)],
          ['then', (row) => choose(row.passes, { yes: prose`goes through`, no: prose`to a person` })],
          ['a person says', (row) => text(row.accepted)],
        ],
      }),
      prose`${choose(sorted.outcome, {
        none: prose`Here none goes through (${ref('headlines')}).`,
        'all right': prose`Here ${rank(sorted.through)} go through, all with the right topic (${ref('headlines')}).`,
        'not all right': prose`Here ${rank(sorted.through)} go through, ${rank(sorted.right)} with the right topic
          (${ref('headlines')}).`,
      })} ${choose(sorted.larger.is, {
        'not shown': prose``,
        shown: prose`A larger model, ${codeText(sorted.larger.model)}, was asked the same once, on another machine: ${choose(
          sorted.larger.outcome,
          {
            none: prose`none went through.`,
            'all right': prose`${rank(sorted.larger.through)} went through, all with the right topic.`,
            'not all right': prose`${rank(sorted.larger.through)} went through, ${rank(sorted.larger.right)} with the right topic.`,
          },
        )}`,
      })} So choose the threshold for your own model, on headlines that you have sorted yourself: the lowest at which you accept how many of those that go
        through are wrong (${ref('decide')}).`,
    ];
  },
});
