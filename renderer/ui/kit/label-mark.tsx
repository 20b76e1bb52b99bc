import { labelColour } from '../../../common/label-colour.ts'
import './label-mark.css'

/** A label with the colour its boxes have. */
export function LabelMark({ label }: { readonly label: string }) {
  return (
    <span className="label-mark">
      <span className="label-mark-swatch" style={{ background: labelColour(label) }} aria-hidden />
      {label}
    </span>
  )
}
