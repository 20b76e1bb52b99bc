import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface ReviewSettings {
  readonly layout: 'grid' | 'rows'
  /** The timeline below the list. */
  readonly timeline: boolean
  /** Which cameras it shows while an event is open. */
  readonly lanes: 'own' | 'all'
}

/** How the operator likes Review; kept in the browser. */
export const useReviewSettings = create<ReviewSettings>()(persist((): ReviewSettings => ({ layout: 'grid', timeline: true, lanes: 'own' }), { name: 'vigil.review' }))
