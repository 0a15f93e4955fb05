import { at } from '#numerics/list';
import { and, curious, finding, greater, less, none, output, prose, section, table } from '#report';
import {
  asPython,
  cite,
  codeText,
  count,
  countInWords,
  nats,
  percent,
  rank,
  ref,
  text,
} from '#report/values';
import { reviewLabels, SHOWN } from './reviews.measure.ts';

export const sortReviews = section({
  id: 'sort-reviews',
  title: prose`Classify texts: a threshold belongs to one prompt`,
  needs: { m: reviewLabels },
  write({ m }) {
    const [bare, framed] = [at(m.wordings, 0), at(m.wordings, 1)];
    return [
      prose`The task: sort short reviews into positive and negative ones. Show the model a few labelled reviews as earlier turns
        of a chat, then send the review in question. In the list for the first token of the answer, read the lead of
        \`positive\` over \`negative\`. (Look up each label as it begins an answer: not \`Positive\` or \`␣positive\`. The two
        labels must start with different tokens.)

        The obvious rule says “positive” if the lead is above zero. To test it, we wrote ${countInWords(m.examples)} examples and
        ${count(m.unseen)} reviews to sort, half of each positive. The examples can show their labels in six orders. With two
        wordings, this makes ${count(m.asked)} prompts for one task. ${finding({
          id: 'order-makes-all-positive',
          when: greater('prompts after which every review is “positive”', m.onlyPositive, 3),
          text: () =>
            prose`After ${rank(m.onlyPositive)} of these prompts, \`positive\` leads for every single review, including the negative ones.`,
        })}

        Models often favour one label, and the order of the examples changes which one, and by how much
        (${cite('zhao-2021')}, ${cite('lu-2022')}). So zero is an arbitrary *threshold*. Another one is the mean lead of some
        more reviews, half of them positive. We took ${countInWords(m.labelled)} (${ref('review-errors')}).`,
      table({
        id: 'review-errors',
        caption: prose`Errors among ${count(m.unseen)} reviews, for each order of the examples' labels, + and −. Always saying
          “positive” would make ${count(m.half)}. In the first six rows, the prompt is the review and nothing else.`,
        rows: m.prompts,
        columns: [
          ['prompt', (row) => codeText(row.wording)],
          ['order', (row) => text(row.order)],
          ['mean lead (nats)', (row) => nats(row.mean, 2)],
          ['wrong at zero', (row) => rank(row.wrongAtZero)],
          ['wrong at the mean', (row) => rank(row.wrongAtMean)],
        ],
      }),
      prose`${finding({
        id: 'mean-beats-zero',
        when: and(
          none('prompt with more errors at the mean than at zero', m.worseAtMean, m.asked),
          less('share of errors at the mean', m.shareAtMean, m.shareAtZero),
        ),
        text: () =>
          prose`The mean made more errors than zero after none of the ${count(m.asked)} prompts. Over all of them, ${percent(m.shareAtZero, 2)} of the decisions are wrong at zero and ${percent(m.shareAtMean, 2)} at the mean.`,
      })}

        Does one threshold fit all orders? ${finding({
          id: 'order-moves-threshold',
          when: and(
            greater('highest mean lead above the lowest, in the first wording', bare.highest, bare.lowest),
            greater(
              'highest mean lead above the lowest, in the second wording',
              framed.highest,
              framed.lowest,
            ),
            greater(
              'share of errors with the threshold of another order, above that with its own',
              m.shareAtOthers,
              m.shareAtMean,
            ),
          ),
          text: () =>
            prose`The order alone moved the mean lead from ${nats(bare.lowest, 2)} to ${nats(bare.highest, 2)} in the first wording, and from ${nats(framed.lowest, 2)} to ${nats(framed.highest, 2)} in the second. If each prompt borrows the threshold of another order in the same wording, ${percent(m.shareAtOthers, 2)} of the decisions are wrong, against ${percent(m.shareAtMean, 2)} with its own threshold.`,
        })}

        **A threshold belongs to one prompt: its wording, its examples and their order.** If you change any of them, set
        the threshold again, and do not shuffle the examples between requests. Take the mean over reviews with the mix of labels
        that you expect later, and over more than ${countInWords(m.labelled)} if you can. ${ref('decide')} shows how to leave
        doubtful cases to a person.`,
      curious(prose`How does a program find the threshold?`, [
        prose`Start \`npm run serve\` in this project's folder, and run this program there, in another terminal. It uses the second
        wording, with the examples as listed in the file and then sorted by label.

        \`\`\`python
        import json
        from statistics import mean
        from openai import OpenAI

        client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = client.models.list().data[0].id
        reviews = json.load(open("chapters/01-logits-logprobs-softmax/reviews.json"))

        def lead(examples, review):
            """How far "positive" leads "negative" in nats, or None if one is not listed."""
            messages = []
            for text, label in [*examples, (review, None)]:
                messages.append({"role": "user", "content": f"Review: {text} Sentiment:"})
                messages.append({"role": "assistant", "content": label})
            answer = client.chat.completions.create(
                model=model, messages=messages[:-1], max_completion_tokens=1,
                logprobs=True, top_logprobs=20, temperature=1, top_p=1)
            first = answer.choices[0].logprobs.content[0]
            # OpenAI lists -9999 for a token that is too unlikely to be given a number.
            listed = {one.token: one.logprob for one in first.top_logprobs if one.logprob > -9999}
            if "positive" in listed and "negative" in listed:
                return listed["positive"] - listed["negative"]

        def wrong(leads, threshold):
            return sum(found is None or (found > threshold) != (label == "positive")
                       for found, (text, label) in zip(leads, reviews["unseen"]))

        for examples in [reviews["examples"], sorted(reviews["examples"], key=lambda one: one[1])]:
            known = [lead(examples, text) for text, label in reviews["labelled"]]
            threshold = mean(found for found in known if found is not None)
            leads = [lead(examples, text) for text, label in reviews["unseen"]]
            print(*[label for text, label in examples])
            print(f"mean lead {threshold:.2f}, wrong: {wrong(leads, 0)} at zero,",
                  f"{wrong(leads, threshold)} at the mean")
        \`\`\``,
        output(
          SHOWN.map((place) => at(m.prompts, place)).flatMap((row) => [
            prose`${text(row.labels)}`,
            prose`mean lead ${asPython(row.mean, '.2f')}, wrong: ${rank(row.wrongAtZero)} at zero, ${rank(row.wrongAtMean)} at the mean`,
          ]),
        ),
      ]),
    ];
  },
});
