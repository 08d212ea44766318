/** Why a line cannot be answered, in words for whoever wrote it; as JSON it is `{"error": …}`. */
export class LineError extends Error {
  toJSON(): { error: string } {
    return { error: this.message };
  }
}

/** What `work` returns, or why it failed: one bad line must not stop the others. */
export async function attempt<T>(work: () => T | Promise<T>): Promise<T | LineError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LineError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return new LineError(`没能处理这一行：${reason}`, { cause: error });
  }
}
