import { Component, type ReactNode } from 'react'
import { Bug } from 'lucide-react'
import { messageOf } from '../../common/message-of.ts'
import { Button } from '../ui/kit/button.tsx'
import { Empty } from '../ui/kit/empty.tsx'

/** A screen that breaks leaves the others, the rail and the engine alone. */
export class ScreenGuard extends Component<{ readonly children: ReactNode }, { problem: string | null }> {
  override state: { problem: string | null } = { problem: null }

  static getDerivedStateFromError(error: unknown): { problem: string } {
    return { problem: messageOf(error) }
  }

  override render(): ReactNode {
    if (this.state.problem === null) return this.props.children
    return (
      <Empty
        icon={<Bug />} title="This screen broke" testId="screen-broke"
        actions={<Button onClick={() => this.setState({ problem: null })}>Show it again</Button>}
      >
        The engine and the other screens go on. What happened: {this.state.problem}
      </Empty>
    )
  }
}
