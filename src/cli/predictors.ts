/** Which pipeline answers for which id on the command line. */
import { pipeline as handwriting } from '../demos/handwriting/pipeline.ts';
import { pipeline as imageClassification } from '../demos/image-classification/pipeline.ts';
import type { Pixels } from '../demos/image/pixels.ts';
import type { NerResult } from '../demos/ner/pipeline.ts';
import { Recogniser } from '../demos/ner/recognise.ts';
import { linearPipeline } from '../demos/text-classification/linear-pipeline.ts';
import { pipeline as textClassification } from '../demos/text-classification/pipeline.ts';
import { answer, type Pipeline } from '../inference/pipeline.ts';
import { readPicture } from './pictures.ts';
import { openPredictor, type Answer, type Predictor } from './predictor.ts';

interface Classification {
  readonly label: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** How to open the predictor of each id. */
export const predictors: Readonly<Record<string, (id: string) => Promise<Predictor>>> = {
  'text-classification': (id) => textClassifier(id, textClassification),
  'text-classification-linear': (id) => textClassifier(id, linearPipeline),
  ner: (id) =>
    openPredictor(id, {
      field: 'text',
      batch: 16,
      read: (text) => text,
      // Sentence by sentence, as the page does: a long text at once would take gigabytes.
      run: (runner, texts) => new Recogniser().all(runner, texts),
      toAnswer: ({ entities }: NerResult): Answer => ({ entities }),
    }),
  'image-classification': (id) => imageClassifier(id, imageClassification),
  handwriting: (id) => imageClassifier(id, handwriting),
};

function textClassifier(id: string, pipeline: Pipeline<string, Classification>) {
  return openPredictor(id, {
    field: 'text',
    batch: 64,
    read: (text) => text,
    run: (runner, texts) => answer(pipeline, runner, texts),
    toAnswer: classification,
  });
}

function imageClassifier(id: string, pipeline: Pipeline<Pixels, Classification>) {
  return openPredictor(id, {
    field: 'image',
    // Photographs are large: few of them in memory at a time.
    batch: 4,
    read: readPicture,
    run: (runner, pictures) => answer(pipeline, runner, pictures),
    toAnswer: classification,
  });
}

/** What demos add for readers is no part of the command's answer. */
function classification({ label, scores }: Classification): Answer {
  return { label, scores };
}
