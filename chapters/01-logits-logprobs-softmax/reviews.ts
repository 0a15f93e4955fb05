import { at } from '#numerics/list';
import { and, curious, finding, greater, less, none, output, prose, section, table } from '#report';
import { asPython, cite, codeText, count, nats, percent, rank, ref, text } from '#report/values';
import { reviewLabels } from './reviews.measure.ts';

export const sortReviews = section({
  id: 'sort-reviews',
  title: prose`Classify texts: a threshold belongs to one prompt`,
  needs: { m: reviewLabels },
  write({ m }) {
    const [bare, framed] = [at(m.wordings, 0), at(m.wordings, 1)];
    return [
      prose`The task is to sort short reviews into positive and negative ones. Show the model a few labelled reviews as earlier turns
        of a chat, then send the review in question. In the list for the first token of the answer, compute the lead of
        \`positive\` over \`negative\`. (Look up each label as it begins an answer: not \`Positive\` or \`␣positive\`. The two
        labels must start with different tokens.)

        The obvious rule says “positive” if the lead is above zero. To test it, we wrote ${count(m.examples)} examples, half of them
        positive, and ${count(m.unseen)} reviews to sort, half of them positive, too. The same ${count(m.examples)} examples can
        show their labels in six orders. With two wordings, this makes ${count(m.prompts)} prompts for the same task.
        ${finding({
          id: 'order-makes-all-positive',
          when: greater('prompts after which every review is “positive”', m.onlyPositive, 3),
          text: () =>
            prose`After ${rank(m.onlyPositive)} of them, \`positive\` leads for every single review, also for the negative ones.`,
        })}

        Models often favour one label, and the order of the examples changes which one and by how much
        (${cite('zhao-2021')}, ${cite('lu-2022')}). So the right *threshold* for the lead is not zero. To find it, take some more
        labelled reviews, half of them positive, and compute the mean of their leads. We used ${count(m.labelled)}
        (${ref('review-errors')}).`,
      table({
        id: 'review-errors',
        caption: prose`Errors among ${count(m.unseen)} reviews, by the order of the labels + and − of the examples. Somebody who
          always says “positive” makes ${count(m.half)} errors. The first three columns of numbers are for the wording ${codeText(bare.wording)}, where … is the
          review and there is nothing else; the last three for ${codeText(framed.wording)}.`,
        rows: m.orders,
        columns: [
          ['order', (row) => text(row.order)],
          ...[0, 1].flatMap((which) => [
            [
              'mean lead (nats)',
              (row: (typeof m.orders)[number]) => nats(at(row.prompts, which).mean, 2),
            ] as const,
            [
              'wrong at zero',
              (row: (typeof m.orders)[number]) => rank(at(row.prompts, which).wrongAtZero),
            ] as const,
            [
              'wrong at the mean',
              (row: (typeof m.orders)[number]) => rank(at(row.prompts, which).wrongAtMean),
            ] as const,
          ]),
        ],
      }),
      prose`${finding({
        id: 'mean-beats-zero',
        when: and(
          none('prompt with more errors at the mean than at zero', m.worseAtMean, m.prompts),
          less('share of errors at the mean', m.shareAtMean, m.shareAtZero),
        ),
        text: () =>
          prose`After none of the ${count(m.prompts)} prompts did the mean make more errors than zero. Over all of them, the share of wrong decisions fell from ${percent(m.shareAtZero, 2)} to ${percent(m.shareAtMean, 2)}.`,
      })}

        Can one threshold serve all orders? ${finding({
          id: 'order-moves-threshold',
          when: and(
            greater('highest mean lead above the lowest, in the first wording', bare.highest, bare.lowest),
            greater(
              'highest mean lead above the lowest, in the second wording',
              framed.highest,
              framed.lowest,
            ),
            greater(
              'share of errors with the threshold of another order above that with the own one',
              m.shareAtOthers,
              m.shareAtMean,
            ),
          ),
          text: () =>
            prose`The order alone moved the mean lead from ${nats(bare.lowest, 2)} to ${nats(bare.highest, 2)} in the first wording, and from ${nats(framed.lowest, 2)} to ${nats(framed.highest, 2)} in the second. With the threshold of another order of the same examples, in the same wording, the share of wrong decisions is ${percent(m.shareAtOthers, 2)}, against ${percent(m.shareAtMean, 2)} with the own one.`,
        })}

        **A threshold belongs to one prompt: its wording, its examples and their order.** If you change any of them, set the
        threshold again. Fix the order of the examples; do not shuffle them for each request. The mean is right only if the
        reviews used for it have the mix of labels that you expect later, and ${count(m.labelled)} reviews give a rough value.
        ${ref('decide')} shows how to leave doubtful cases to a person.`,
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
          m.shown.flatMap(({ labels, mean, wrongAtZero, wrongAtMean }) => [
            prose`${text(labels)}`,
            prose`mean lead ${asPython(mean, '.2f')}, wrong: ${rank(wrongAtZero)} at zero, ${rank(wrongAtMean)} at the mean`,
          ]),
        ),
      ]),
    ];
  },
});
