/** `gate_person_2026-11-25_10-15-02`: camera, what, and when it began in the machine's own time; nothing in it needs quoting anywhere. */
export function exportName({ camera, what, startMs }: { camera: string; what: string | null; startMs: number }): string {
  const local = new Date(startMs - new Date(startMs).getTimezoneOffset() * 60_000).toISOString()
  return [camera, ...(what === null ? [] : [what]), local.slice(0, 10), local.slice(11, 19).replaceAll(':', '-')].join('_').replaceAll(/[^\w.-]+/g, '-')
}
