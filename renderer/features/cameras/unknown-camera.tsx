import { SearchX } from 'lucide-react'
import { go } from '../../stores/route.ts'
import { Button } from '../../ui/kit/button.tsx'
import { Empty } from '../../ui/kit/empty.tsx'

export function UnknownCamera({ id }: { readonly id: string }) {
  return (
    <Empty icon={<SearchX />} title={`There is no camera “${id}”`} actions={<Button onClick={() => go('cameras')}>All cameras</Button>}>
      It may have been deleted, or its id in vigil.yml changed.
    </Empty>
  )
}
