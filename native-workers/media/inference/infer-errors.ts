/** A run took longer than the limit: its thread is replaced, the frame's outcome is `infer-timeout`. */
export class InferTimeout extends Error {
  override readonly name = 'InferTimeout'
}

/** The thread died, or the pool was stopped, while a run was under way. */
export class InferThreadLost extends Error {
  override readonly name = 'InferThreadLost'
}

/** The session refused this very run; the thread lives on. */
export class InferRunFailed extends Error {
  override readonly name = 'InferRunFailed'
}
