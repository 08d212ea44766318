/** `npm start`: builds the book if needed and serves it. */
import path from 'node:path';
import { buildSite, serve } from './site.ts';

const base = (process.env['BASE_PATH'] ?? '/').replace(/\/?$/, '/');
const folder = path.resolve('dist');
buildSite(folder, base);
const { url } = await serve(folder, base, Number(process.env['PORT'] ?? 4321));
console.log(`\n  The book is at ${url}\n  Stop with Ctrl+C.\n`);
