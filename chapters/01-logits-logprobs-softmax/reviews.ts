import { at } from '#numerics/list';
import { curious, finding, less, list, output, prose, section, table } from '#report';
import { asPython, cite, codeText, count, given, percent, rank, ref, text } from '#report/values';
import { reviewLabels, SHOWN_WORDING } from './reviews.measure.ts';

export const sortReviews = section({
  id: 'sort-reviews',
  title: prose`Positive or negative?`,
  needs: { m: reviewLabels },
  write: ({ m }) => [
    prose`Show labelled examples as earlier turns, and read the lead of \`positive\` over
      \`negative\` off the list. Look up the first token of each label as it begins an answer: not \`Positive\` or \`␣positive\`.
      The labels must start with different tokens; single ASCII letters such as A and B
      always do.

      Models often favour one label (${cite('zhao-2021')}), so a lead of zero may be a poor *threshold* (here in nats). Use
      the mean lead of other labelled reviews. The *margin* is the median distance of those leads from the threshold. Ask a person
      if a review's lead is within the margin, or if either label is not listed.`,
    curious(prose`How does a program sort reviews?`, [
      prose`Save it next to \`likeliest.py\`, and start it in this project's folder.

      \`\`\`python
      import json
      from statistics import mean, median
      from likeliest import likeliest

      reviews = json.load(open("chapters/01-logits-logprobs-softmax/reviews.json"))
      prompt = "Review: {} Sentiment:"
      examples = []
      for text, label in reviews["examples"]:
          examples += [prompt.format(text), label]

      def lead(review):
          """How far "positive" leads "negative" in nats, or None if one is not listed."""
          listed = likeliest(*examples, prompt.format(review))
          if "positive" in listed and "negative" in listed:
              return listed["positive"] - listed["negative"]

      leads = [lead(text) for text, label in reviews["labelled"]]
      leads = [one for one in leads if one is not None]
      threshold = mean(leads)
      margin = median(abs(one - threshold) for one in leads)

      def decide(found):
          if found is None or abs(found - threshold) < margin:
              return "ask a person"
          return "positive" if found > threshold else "negative"

      print(f"threshold {threshold:.2f} nats, margin {margin:.2f} nats")
      for review in ["The soup was cold.", "What a lovely garden!"]:
          found = lead(review)
          print(review, "no lead" if found is None else f"lead {found:.2f} nats", "->", decide(found))
      \`\`\``,
      output([
        prose`threshold ${asPython(at(m.wordings, SHOWN_WORDING).threshold, '.2f')} nats, margin ${asPython(at(m.wordings, SHOWN_WORDING).margin, '.2f')} nats`,
        ...m.shown.map(
          ({ review, lead, decision }) =>
            prose`${text(review)} ${lead === null ? prose`no lead` : prose`lead ${asPython(lead, '.2f')} nats`} -> ${text(decision)}`,
        ),
      ]),
      prose`${finding({
        id: 'garden-goes-to-person',
        when: less(
          'distance of the lead of “What a lovely garden!” from the threshold',
          at(m.shown, 1).distance,
          at(m.wordings, SHOWN_WORDING).margin,
        ),
        text: () =>
          prose`The program passes “${text(at(m.shown, 1).review)}” to a person because its lead is within the margin.`,
      })}`,
    ]),
    prose`We wrote ${count(m.examples)} reviews as examples, ${count(m.labelled)} to set threshold and margin, and ${count(m.unseen)} to test
      them, half of each positive (${ref('review-errors')}). A threshold of zero simply picks the likelier of the two labels; for that,
      you need no log-probabilities.`,
    table({
      id: 'review-errors',
      caption: prose`Errors among the ${count(m.unseen)} test reviews in three wordings of the prompt, where … is the review (the first prompt is nothing else). The last two columns are with the margin, the two before without it. A review without both labels on its list counts as wrong without the margin, and as left to a person with it.`,
      rows: m.wordings,
      columns: [
        ['prompt', (row) => codeText(row.wording)],
        ['wrong, threshold at zero', (row) => rank(row.wrongAtZero)],
        ['wrong, threshold at the mean', (row) => rank(row.wrongAtThreshold)],
        ['left to a person', (row) => rank(row.passed)],
        [
          'wrong of those decided',
          (row) => prose`${rank(row.wrongDecided)} of ${rank(row.decided)}`,
          'right',
        ],
      ],
    }),
    prose`The ${given(95)}% intervals of the last column's error rates reach up to
      ${list(m.wordings.map(({ highestErrorRate }) => percent(highestErrorRate, 2)))}. By construction,
      the margin leaves half of the ${count(m.labelled)} reviews to a person; the table shows how many of the ${count(m.unseen)}
      it left. Threshold and margin from only ${count(m.labelled)}
      reviews are rough. Set them for each prompt, model and mix of labels, and test them on other texts.`,
  ],
});
