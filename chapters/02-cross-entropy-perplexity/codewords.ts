import { at } from '#numerics/list';
import { curious, list, prose, section } from '#report';
import { bits, cite, codeText, count, equation, given, math, real, ref } from '#report/values';
import { compression } from './bits-per-byte.measure.ts';
import { divisions, pairsOfDays, twoForecasts } from './entropy-and-kl.measure.ts';
import { billOfDivisions } from './kl-curve-figure.ts';

export const codewords = section({
  id: 'codewords',
  title: prose`Codewords`,
  needs: { toy: twoForecasts, shares: divisions, pairs: pairsOfDays, packed: compression },
  write({ toy, shares, pairs, packed }) {
    const sun = at(toy.rows, 0);
    return [
      prose`A lighthouse keeper telegraphs the weather every day, at one coin per bit (after ${cite('olah-2015')}). Sun,
        cloud, rain and snow have the probabilities ${list(toy.rows.map((row) => given(row.p)))}. A code book with short codewords for frequent weather is cheap: ${list(toy.rows.map((row) => codeText(row.codeword)))}. No codeword is the beginning of another, so they need no separators.

        Why can't all codewords be short? Once ${codeText(sun.codeword)} means sun, no other codeword may begin with ${codeText(sun.codeword)}, so sun
        uses up half of all bit strings. A codeword of ${math`L`} bits uses up a share of ${math`2^{-L}`}, and the shares add up to at most one (*Kraft's inequality*). These four leave nothing, so a shorter
        codeword makes another longer.

        A codeword with the share ${math`q`} has ${math`-\log_2 q`} bits. Would other shares be cheaper (${ref('bill-of-divisions')})?`,
      billOfDivisions(shares),
      prose`No: the cheapest share of each weather is its probability (proof below).
        So **a surprisal in bits is the length of the ideal codeword**.

        What is a fraction of a bit? At probabilities ${list(pairs.weather.map((p) => given(p)))}, a codeword a day costs one bit. Use the four
        codewords above for pairs of days: a pair costs ${bits(pairs.pair, 2)}, a day ${real(pairs.day, 2)}. Longer blocks approach the mean surprisal, ${real(pairs.entropy, 2)}.`,
      curious(prose`Why are no other shares cheaper?`, [
        prose`Let the true probabilities be ${math`p_j`}, and divide the bit strings into any shares ${math`q_j`} that add up to at most one. The
          proof needs one fact: ${math`\ln x \le x - 1`} for every positive ${math`x`}. (The line ${math`x - 1`} touches the curve
          ${math`\ln x`} at ${math`x = 1`} and lies above it everywhere else. Try ${math`x = 2`} and ${math`x = 1/2`}.) Put ${math`x = q_j / p_j`}, multiply by
          ${math`p_j`}, and add up:`,
        equation`\sum_j p_j \ln \frac{q_j}{p_j} \;\le\; \sum_j p_j \left( \frac{q_j}{p_j} - 1 \right) = \sum_j q_j - \sum_j p_j \;\le\; 0`,
        prose`The left side is the bill of the best book minus the bill of the other one, in nats. So no other book is
          cheaper, and the bills are equal only if ${math`x = 1`} everywhere, that is, ${math`q_j = p_j`}.

          *Arithmetic coding* takes blocks to the limit: it encodes the whole text as one long codeword, so only the total is rounded up. With a language model it compresses text (${cite('deletang-2024')}): by their summed
          surprisal, our seven paragraphs would shrink from ${count(packed.bytes)} bytes to ${count(packed.model)}, not counting the model.`,
      ]),
      prose`A language model is such a code book, rebuilt before each token.`,
    ];
  },
});
