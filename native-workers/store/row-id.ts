/** A row's id in its file: the stream's number above, the index below; streams stay under 2^21, so that it is exact in a double. */
export const INDEX_RANGE = 2 ** 32

export const rowId = (stream: number, index: number): number => stream * INDEX_RANGE + index

export const indexOf = (id: number): number => id % INDEX_RANGE
