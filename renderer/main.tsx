import './no-eval.ts'
import './ui/tokens.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { followEngine } from './app/follow-engine.ts'
import { startAppearance } from './stores/appearance.ts'
import { offerDiagnostics } from './ui/wall/diagnostics.ts'

startAppearance()
followEngine()
offerDiagnostics(location.search)
const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
