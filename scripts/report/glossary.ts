/** The field's terms, each explained in a sentence or two that needs no other term. `term('nat')` links to these. */
export const GLOSSARY = {
  token:
    'A piece of text that a model reads and writes as one unit: a word, a part of a word, a sign, or some bytes of one.',
  vocabulary: 'All tokens that a model knows, each with a number, its id.',
  logit:
    'The raw score that a model gives a token. Only differences between the logits of one prediction mean something.',
  probability: 'A number from zero (never) to one (always); those of all possible next tokens add up to one.',
  'log-probability':
    'The natural logarithm of a probability: zero for a certain token, more negative the less likely it is.',
  nat: 'The unit of a natural logarithm of probabilities. One nat less is a factor of e, about two point seven, in probability.',
  bit: 'The unit of a logarithm to base two: one bit less is half the probability. A bit is about seven tenths of a nat.',
  softmax: 'The function that turns logits into probabilities: exponentiate each, then divide by their sum.',
  'log-sum-exp':
    'The logarithm of a sum of exponentials: what to subtract from a logit to get its log-probability.',
  sigmoid: 'Softmax with two choices: it turns the difference of two logits into a probability.',
  temperature:
    'A number by which all logits are divided before softmax: below one sharpens the odds, above one evens them out.',
  entropy:
    'How unsure a prediction is: the average of minus the log-probability, weighted by the probabilities themselves.',
  surprisal:
    'Minus the log-probability of what came: zero for what was certain, large for what was unlikely.',
  'cross-entropy':
    'The average surprisal when outcomes come from one distribution and the forecast is another. The mean surprisal of a text estimates it.',
  'KL divergence':
    'What a forecast costs beyond a perfect one: cross-entropy minus entropy. Never negative, and not the same in both directions.',
  perplexity:
    'The exponential of the mean surprisal: the model was as surprised, on average, as by a fair draw from so many equally likely choices.',
  'bits per byte':
    'The whole surprisal of a text in bits, divided by its length in bytes: what a model needs to write down one byte of it.',
  bootstrap:
    'A way to see how far an average may be off: draw as many items again from those at hand, with repetition, 10,000 times over, and look how the average spreads. Other draws can change the last digit of an interval’s bound by one.',
  'sign test':
    'A test for things that came out in two ways: of those that changed, how often would a fair coin, tossed once for each, fall as one-sidedly? Less than one time in twenty counts as clear here.',
  rank: 'The place of a token when all are sorted from the likeliest on; one is the likeliest.',
  'top-p':
    'Sampling only from the nucleus: the smallest set of likeliest tokens that together hold a given share of the probability.',
  underflow: 'What happens when a number is too close to zero for the computer to hold: it becomes zero.',
  overflow: 'What happens when a number is too large for the computer to hold: it becomes infinity.',
  calibration:
    'The property of meaning what one says: of all answers given with a confidence of seventy percent, seventy in a hundred are right.',
  AUROC:
    'How well a score separates right from wrong: how often a right answer, picked at random, scores above a wrong one. One half is a coin. Also the area under the receiver operating characteristic.',
  ECE: 'Expected calibration error: the mean distance between confidence and the share of right answers, over groups of similar confidence. It depends on the groups and is above zero by chance alone.',
  'Brier score':
    'The mean squared distance between the confidence and the truth, with one for right and zero for wrong. Smaller is better.',
  'retrieved context':
    'Text that a program looks up for a question and puts before it, so that the model can take the answer from there. Also called RAG, retrieval-augmented generation.',
  PMI: 'Pointwise mutual information: how much likelier an answer becomes by what is read before it, a question or a story, as a difference of log-probabilities.',
  semiring:
    'Two operations with rules: one joins steps that follow each other, the other joins paths that stand side by side. Swap the operations, keep the algorithm.',
  'dynamic programming':
    'Solving a large task by solving each of its overlapping parts once and keeping the result.',
  'topological order':
    'An order of the nodes of a graph in which every edge leads forward. A graph has one when it has no cycle.',
  posterior:
    'The probability of something once an observation is known: how likely a path is, given where it ended.',
  'hidden Markov model':
    'A chain of hidden states, each depending only on the one before, of which we see only noisy signs.',
  closure:
    'What a loop is worth when it may be taken any number of times: the sum over no round, one round, two rounds, and so on.',
  decibel:
    'The unit of ten times the decimal logarithm of a ratio of powers: ten decibels are a factor of ten, three about a factor of two.',
  odds: 'What speaks for a thing, divided by what speaks against it: a probability of nine tenths has odds of nine to one. The odds of one token against another are the ratio of their probabilities.',
  'likelihood ratio':
    'How probable an observation is if one hypothesis is true, divided by how probable it is if another one is true.',
  evidence:
    'How far an observation moves the odds between two hypotheses: the factor by which it multiplies them, often given in decibels.',
  deciban:
    'A decibel, used for odds and evidence. Ten decibans multiply the odds by ten, and one deciban by about one and a quarter.',
  isomorphism:
    'A map between two sets that pairs their elements off, none left over, and turns an operation of one into an operation of the other. Both then obey the same laws.',
  associative:
    'Said of an operation for which brackets do not matter: composing the first two of three things first gives the same as the last two first.',
  'absorbing element': 'What swallows everything it is composed with, as zero does in multiplication.',
} as const satisfies Readonly<Record<string, string>>;

export type GlossaryTerm = keyof typeof GLOSSARY;
