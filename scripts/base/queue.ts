/** Runs tasks one at a time, in the order in which they came. A task that fails does not stop the next. */
export class Queue {
  private last: Promise<unknown> = Promise.resolve();

  /** The task's own result, or its error. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => {});
    return result;
  }

  /** Resolves when every task given so far has ended. */
  async settled(): Promise<void> {
    await this.last;
  }
}
