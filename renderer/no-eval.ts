import { z } from 'zod'

// Our pages forbid eval. zod probes for it while schemas are built, so this module must be imported before any contract.
z.config({ jitless: true })
