import { z } from 'zod'

/**
 * What a viewer tells the engine on its camera's own channel (JSON text on a WebSocket, a plain object on a port).
 * One credit allows one frame; the engine never sends without one and always sends the newest.
 */
export const ViewerMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('credit'), count: z.int().min(1).max(4) }),
  /** The frame is on the canvas (or was replaced by a newer one before it got there). Gives its credit back. */
  z.strictObject({
    type: z.literal('painted'),
    epoch: z.int(),
    sequence: z.int(),
    outcome: z.enum(['painted', 'superseded']),
    /** From the message's arrival in the viewer to the start of its painting, and the painting itself. */
    waitMs: z.number().min(0),
    paintMs: z.number().min(0),
  }),
  /** The tile left the screen or came back; a hidden tile gets no frames. */
  z.strictObject({ type: z.literal('visible'), visible: z.boolean() }),
])
export type ViewerMessage = z.infer<typeof ViewerMessage>

/** Frames a viewer may have under way; two hide the round trip, more would only add age. */
export const VIEWER_CREDITS = 2
