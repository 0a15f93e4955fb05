import { at } from '#numerics/list';
import { list, prose, section } from '#report';
import { bits, cite, codeText, equation, given, math, real, ref } from '#report/values';
import { pairsOfDays, twoForecasts } from './entropy-and-kl.measure.ts';

export const codewords = section({
  id: 'codewords',
  title: prose`Codewords: surprisal is a length`,
  needs: { toy: twoForecasts },
  write({ toy }) {
    const sun = at(toy.rows, 0);
    return [
      prose`A lighthouse keeper telegraphs the weather every day, and pays one coin per bit
        (after ${cite('olah-2015')}). Sun, cloud, rain and snow have the probabilities ${list(toy.rows.map((row) => given(row.p)))}. To save coins,
        he gives frequent weather short codewords: ${list(toy.rows.map((row) => codeText(row.codeword)))}. No codeword is the beginning of another, so he
        can send them without gaps.

        Why not make all codewords short? Because a short codeword rules out many others. Once ${codeText(sun.codeword)} means sun, no other codeword may begin with
        ${codeText(sun.codeword)}, so sun takes half of all strings of bits. A codeword of ${math`L`} bits takes the share ${math`2^{-L}`}, and the
        shares cannot add up to more than one (*Kraft's inequality*). The keeper's four shares add up to exactly one, so to shorten one codeword, he must lengthen another.

        Turn this around: a codeword with the share ${math`q`} has ${math`-\log_2 q`} bits. That is the formula of the surprisal. The keeper's bill is lowest if each
        weather's share is its probability (${ref('code-books-proof')} proves it), so **a surprisal in bits is the length of the ideal codeword**.

        A language model is such a code book, rebuilt before each token. Bits per byte is how long its codewords would be, per byte of text.`,
    ];
  },
});

export const codeBooksProof = section({
  id: 'code-books-proof',
  title: prose`Proof: the best code book uses the true probabilities`,
  needs: { pairs: pairsOfDays },
  write: ({ pairs }) => [
    prose`Let the true probabilities be ${math`p_j`}, and divide the strings of bits into any shares ${math`q_j`} that add up to at most one. The proof needs one
      fact: ${math`\ln x \le x - 1`} for every positive ${math`x`}. (The line ${math`x - 1`} touches the curve ${math`\ln x`} at ${math`x = 1`} and lies
      above it everywhere else. Try ${math`x = 2`} and ${math`x = 1/2`}.) Put ${math`x = q_j / p_j`}, multiply by ${math`p_j`}, and add up:`,
    equation`\sum_j p_j \ln \frac{q_j}{p_j} \;\le\; \sum_j p_j \left( \frac{q_j}{p_j} - 1 \right) = \sum_j q_j - \sum_j p_j \;\le\; 0`,
    prose`The left side is the bill of the book with shares ${math`p`} minus the bill of the other one, in nats. So no other book is cheaper. The bills are equal only
      if ${math`x = 1`} everywhere, that is, ${math`q_j = p_j`}. This also proves that a KL divergence is never negative.

      What is a fraction of a bit? At probabilities ${list(pairs.weather.map((p) => given(p)))}, one codeword a day costs one bit, although the mean surprisal is only
      ${bits(pairs.entropy, 2)}. Give the keeper's four codewords to *pairs* of days instead. A pair then costs ${bits(pairs.pair, 2)}, and a day ${real(pairs.day, 2)}. Longer
      blocks come closer still.

      *Arithmetic coding* takes this to the limit. It encodes a whole text as one long codeword, so only the total is rounded up. With a language
      model, it compresses text (${cite('deletang-2024')}).`,
  ],
});
