/** Runs the jobs two at a time, for those that keep a core busy each; the results are in the jobs' order. */
export async function inPairs<Job, Result>(jobs: readonly Job[], run: (job: Job) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const left = jobs.entries()
  const worker = async (): Promise<void> => { for (const [index, job] of left) results[index] = await run(job) }
  await Promise.all([worker(), worker()])
  return results
}
