import { list, prose, section } from '#report';
import { equation, given, math, real, ref, term } from '#report/values';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { twoBills } from './two-bills-figure.ts';

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`Entropy and KL`,
  needs: { toy: twoForecasts },
  write: ({ toy }) => [
    prose`The keeper also owns a book for a rainier coast, with the shares ${math`q`}: ${list(toy.rows.map((row) => given(row.q)))}. What would it
      cost at home, with the probabilities ${math`p`} (${ref('two-bills')})?`,
    twoBills(toy),
    prose`With the best book he pays ${real(toy.own.entropy, 3)} coins a day, the *entropy* ${math`H(p)`} of the weather (in ${ref('sure-and-right')}, of a prediction). With the rainy book he pays
      ${real(toy.own.crossEntropy, 3)}, the ${term('cross-entropy')} ${math`H(p, q)`}. The difference, ${real(toy.own.kl, 2)} coins, is the ${term('KL divergence')}, the
      price of believing ${math`q`} when ${math`p`} is true.`,
    equation`\underbrace{-\sum_j p_j \log_2 q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \log_2 p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \log_2 \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
    prose`KL divergence is never negative, and zero only if ${math`q = p`}. It is not symmetric: on the rainy coast, his home
      book would cost ${real(toy.other.kl, 3)} coins a day more than the rainy book.

      For a language model, ${math`q`} is its prediction, and ${math`p`} how people would continue the text. Nobody knows ${math`p`}, but a text is a sample
      from it, so its mean surprisal *estimates* the cross-entropy. The entropy is
      the same for every model, so it cancels: the difference between two models' bits per byte on one text estimates the difference
      between their KL divergences.`,
  ],
});
