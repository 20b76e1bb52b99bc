import { describe, expect, it } from 'vitest'
import { CameraConfig } from '../common/contracts/camera-config.ts'
import { VigilConfig } from '../common/contracts/config.ts'
import { childHost } from '../test-support/child-host.ts'
import { manualClock } from '../test-support/manual-clock.ts'
import { AnalysisRun } from './analysis-run.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

describe('an analysis', () => {
  it('says so when the media process cannot even begin, and does not wait for it for ever', async () => {
    const run = new AnalysisRun({
      workers: childHost({ execArgv: ['--no-such-option'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }), clock: manualClock(), logger: silent, ffmpeg: null, runtime: '/nowhere', modelFolders: [],
      camera: CameraConfig.parse({ id: 'file', inputs: [{ url: 'test:pattern' }] }), detector: VigilConfig.parse({ version: 1 }).detector,
    })
    await run.start()
    await expect(run.detectorStatus).rejects.toThrow('the media process ended with code 9')
    await run.stop()
  })
})
