import { list, prose, section } from '#report';
import { equation, given, math, real, ref, set, term } from '#report/values';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { bookAndWeather } from './two-code-books-figure.ts';

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`Cross-entropy = entropy + KL divergence`,
  needs: { toy: twoForecasts },
  write: ({ toy }) => [
    prose`The keeper also owns a book for a rainier coast, with the shares ${math`q`}: ${list(toy.rows.map((row) => given(row.q)))}. What does it
      cost at home, where ${math`p`} is true (${ref('book-and-weather')})?`,
    bookAndWeather(toy, [
      prose`In ${set('best', 'the best book')}, each share is the weather's probability. The bill of ${real(toy.own.entropy, 3)} coins a day is the ${term('entropy')} ${math`H(p)`} of the weather: its mean surprisal to
        somebody who knows the true probabilities (${ref('sure-and-right')} has the entropy of a prediction).`,
      prose`${set('rainy', 'The rainy book')} squeezes sun, so its codeword grows. The bill of ${real(toy.own.crossEntropy, 3)} coins is the ${term('cross-entropy')} ${math`H(p, q)`}: its mean surprisal to somebody who believes ${math`q`}. The difference, ${real(toy.own.kl, 2)} coins, is the ${term('KL divergence')}: the price of believing ${math`q`} when
        ${math`p`} is true.`,
      prose`On ${set('coast', 'the rainier coast')}, where ${math`q`} is true, this book is best and costs ${real(toy.other.entropy, 3)} coins.`,
    ]),
    equation`\underbrace{-\sum_j p_j \log_2 q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \log_2 p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \log_2 \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
    prose`The KL divergence is never negative, and zero only if ${math`q = p`}.

      For a language model, ${math`q`} is its prediction, and ${math`p`} is how people would continue the text. Nobody knows ${math`p`}. But a text is a sample
      from it, so the mean surprisal of a text *estimates* the cross-entropy, which is why training calls its loss by that name. The entropy of ${math`p`} does not depend on the model. So the difference between two models' bits per byte on one text estimates the difference between their KL divergences. The model that needs fewer bits is, as far as this text can tell, closer to how people write.`,
  ],
});
