import { at } from '#numerics/list';
import { choose, layout, output, prose, type Seen, section, table } from '#report';
import { codeText, percent, rank, ref, text } from '#report/values';
import { headlines } from './headlines.measure.ts';

/** The headline that the shown program asks about. */
const ASKED = 0;

const fate = (passes: Seen<typeof headlines>['rows'][number]['passes']) =>
  choose(passes, { yes: prose`goes through`, no: prose`to a person` });

export const sortHeadlines = section({
  id: 'sort-headlines',
  title: prose`Use: sort headlines, or hand them over`,
  needs: { sorted: headlines },
  write({ sorted }) {
    const asked = at(sorted.rows, ASKED);
    const { larger } = sorted;
    const byLarger =
      larger === null
        ? []
        : [
            [
              'a larger model',
              (_row: unknown, place: number) => {
                const { topic, share, passes } = at(larger.rows, place);
                return prose`${text(topic)}, ${percent(share, 2)}: ${fate(passes)}`;
              },
            ] as const,
          ];
    return [
      prose`Which of four topics fits a headline, and is the model sure enough to file it? A headline goes through if its
        topic's share reaches a threshold, and the four have at least half together (else the model had something else in mind):

        \`\`\`python
        from math import exp
        from likeliest import likeliest

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
        headline = "Parliament votes on the new election law"
        topics = ["money", "sport", "science", "politics"]
        each = dict.fromkeys(topics, 0)
        for token, logprob in likeliest(prompt + headline + ":").items():
            word = token.strip().lower()
            begun = [topic for topic in topics if topic.startswith(word) or word.startswith(topic)]
            if len(begun) == 1:  # "polit" counts as "politics" does, and "sports" as "sport"; "s" for none
                each[begun[0]] += exp(logprob)
        held, best = sum(each.values()), max(each, key=each.get)
        print(best if held >= 0.5 and each[best] / held >= 0.75 else "to a person")
        \`\`\``,
      output([choose(asked.passes, { yes: prose`${text(asked.topic)}`, no: prose`to a person` })]),
      prose`The program reads one token, and a model may cut “politics” in two. So “polit” counts for politics and “Sports” for sport; a beginning that two topics
        share, such as “s”, counts for neither. What is not listed counts as zero (${ref('unlisted')} says how much it may be). Tell a chat model first: “Reply with one topic and nothing else.”`,
      table({
        id: 'headlines',
        caption: prose`Five headlines: the likeliest topic, its share of the four, what the four have together, and what becomes of the headline at a threshold of
          ${percent(sorted.threshold, 2)} (a placeholder: see ${ref('decide')}), if the four have at least half.`,
        rows: sorted.rows,
        columns: [
          ['headline', (row) => text(row.headline)],
          ['a person says', (row) => text(row.accepted)],
          ['our model', (row) => text(row.topic)],
          [
            'share',
            (row) => (layout([row.held], (held) => held === 0) ? prose`–` : percent(row.share, 2)),
            'right',
          ],
          ['the four', (row) => percent(row.held, 2)],
          ['then', (row) => fate(row.passes)],
          ...byLarger,
        ],
      }),
      prose`${choose(sorted.outcome, {
        none: prose`Here none goes through (${ref('headlines')}).`,
        'all right': prose`Here ${rank(sorted.through)} go through, all with the right topic (${ref('headlines')}).`,
        'not all right': prose`Here ${rank(sorted.through)} go through, ${rank(sorted.right)} with the right topic
          (${ref('headlines')}).`,
      })} ${
        larger === null
          ? prose``
          : prose`The larger one is ${codeText(larger.model)}, as recorded on another machine: ${choose(
              larger.outcome,
              {
                none: prose`none go through.`,
                'all right': prose`${rank(larger.through)} go through, all with the right topic.`,
                'not all right': prose`${rank(larger.through)} go through, ${rank(larger.right)} with the right topic.`,
              },
            )}`
      } So choose the threshold for your own model, on headlines that you have sorted yourself: the lowest at which, of those that go through, no more are wrong than you accept (${ref('decide')}).`,
    ];
  },
});
