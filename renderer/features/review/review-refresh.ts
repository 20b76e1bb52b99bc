import { fits } from './filters.ts'
import { caughtUp, taken, type Section } from './review-list.ts'
import { asking, lastAsked, readPage, reload, useReview } from './review-store.ts'

/** Deleting old days tells of one camera's day after the other. */
const AT_MOST_EVERY_MS = 2_000

let running = false
let again = false

/** Reads once more what is in the list, without moving anything: after a pause in the news, or after deletions by the day. */
export function refresh(): void {
  if (running) {
    again = true
    return
  }
  running = true
  void catchUp().catch(() => undefined).then(() => setTimeout(() => {
    running = false
    if (!again) return
    again = false
    refresh()
  }, AT_MOST_EVERY_MS))
}

async function catchUp(): Promise<void> {
  const { filters, sections, loaded, problem } = useReview.getState()
  if (!loaded || problem !== null) return reload()
  const turn = lastAsked()
  const fresh = await Promise.all(sections.map(async (section): Promise<Section> => {
    let read: Section = { ...section, items: [], next: null }
    do read = taken(read, await readPage(filters, read))
    while (read.next !== null && read.items.length < section.items.length)
    return read
  }))
  if (turn !== lastAsked()) {
    again = true
    return
  }
  useReview.setState((state) => {
    const caught = state.sections.map((section, index) => caughtUp(section, fresh[index] ?? section, { fits: (event) => fits(event, filters, asking()), atTop: state.atTop }))
    const above = caught.flatMap(({ arrived }) => arrived).filter(({ id }) => !state.arrived.some((one) => one.id === id))
    return { sections: caught.map(({ section }) => section), arrived: [...above, ...state.arrived] }
  })
}
