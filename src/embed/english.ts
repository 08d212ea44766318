/** The demos in English, for embeds that ask for it; the book itself is in Chinese. */
import type { DemoId } from '../demos/registry.ts';

interface InEnglish {
  readonly title: string;
  readonly caption: string;
}

export const english: Readonly<Record<DemoId, InEnglish>> = {
  'text-classification': {
    title: 'Sorting Chinese headlines',
    caption:
      'Write a Chinese headline: two models each say which of ten topics it belongs to, and which characters made them say so.',
  },
  ner: {
    title: 'Names in a Chinese text',
    caption:
      'Write a Chinese text: the model marks people, places and organisations, and how sure it is. Compare it with plain rules.',
  },
  'training-cost': {
    title: 'Cost of training and serving',
    caption:
      'From parameters, tokens, GPUs and prices to the GPU hours, days and money of one training run, and the cost of serving a million tokens.',
  },
  'unit-economics': {
    title: 'Unit economics',
    caption:
      'From price, use and costs to what one customer leaves in a month, lifetime value and payback, and which number matters most.',
  },
  handwriting: {
    title: 'Handwritten Chinese numerals',
    caption:
      'Draw a Chinese numeral: with every stroke the model gives the probabilities of fifteen characters. See the 64 × 64 picture that it really gets.',
  },
  'image-classification': {
    title: 'What is in the picture',
    caption:
      'Choose a photo or a drawn picture and a square of it: see the 32 × 32 picture that the model gets, the probabilities of ten classes, and which part of it mattered.',
  },
};
