/**
 * Every epoch of a camera counts its tracks anew. Where footage of several is joined, those of another than the first have this added once, twice and so on, so that nobody is taken for
 * somebody else; more than any epoch ever counts.
 */
export const OTHER_EPOCH = 1_000_000_000

/** As people read it: the epoch's own. Within one frame all tracks are of one epoch, so it is as good as the whole. */
export const trackNumber = (trackId: number): number => trackId % OTHER_EPOCH
