/** What frames may tell the pages around them: the check by hand says what a schema would. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readMessage } from '../../../src/embed/messages.ts';
import { anyText, CASES } from './inputs.ts';

const name = z.string();
const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ai-demo:resize'), name, height: z.number().min(0).max(100_000) }),
  z.object({ type: z.literal('ai-demo:result'), name, result: z.unknown() }),
  z.object({ type: z.literal('ai-demo:error'), name, message: z.string() }),
]);

const types = fc.constantFrom('ai-demo:resize', 'ai-demo:result', 'ai-demo:error', 'ai-demo:hello');
const message = fc.record(
  {
    type: fc.oneof(types, fc.anything()),
    name: fc.oneof({ weight: 4, arbitrary: anyText }, fc.anything()),
    height: fc.oneof(fc.double(), fc.integer(), fc.anything()),
    message: fc.oneof(anyText, fc.anything()),
    result: fc.anything(),
  },
  { requiredKeys: [] },
);

test('of a message passes what the schema lets pass', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 5, arbitrary: message }, fc.anything()), (data) => {
      expect(readMessage(data)).toEqual(schema.safeParse(data).data);
    }),
    { numRuns: CASES * 5 },
  );
});
