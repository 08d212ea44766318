/** What the figures were measured on, in a line; no name of the machine and no path. */
import os from 'node:os';

/** @param browser name and version. */
export function machine(browser: string): string {
  const [cpu] = os.cpus();
  const load = os.loadavg()[0] ?? 0;
  return (
    `Measured on ${os.cpus().length} cores (${cpu?.model.trim() || 'unnamed'}), ` +
    `${Math.round(os.totalmem() / 2 ** 30)} GiB of memory, ${browser}, Node.js ${process.versions.node}, ` +
    `with a load of ${load.toFixed(1)} in the minute before.`
  );
}
