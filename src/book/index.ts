/** Everything a chapter may use. */
export { default as Answer } from './Answer.astro';
export { default as BarChart } from './BarChart.astro';
export { default as Bibliography } from './Bibliography.astro';
export { default as Cite } from './Cite.astro';
export { default as Demo } from './Demo.astro';
export { default as Equation } from './Equation.astro';
export { default as Exercise } from './Exercise.astro';
export { default as Figure } from './Figure.astro';
export { default as Glossary } from './Glossary.astro';
export { default as LineChart } from './LineChart.astro';
export { default as Metric } from './Metric.astro';
export { default as ModelLink } from './ModelLink.astro';
export { default as Ref } from './Ref.astro';
export { default as References } from './References.astro';
export { default as Table } from './Table.astro';
export { default as Term } from './Term.astro';
export { default as Timeline } from './Timeline.astro';
