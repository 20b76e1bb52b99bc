/** A pattern of its own for each kind of mask, so that they are told apart without colour. Colours come from the shape they fill. */
export function Hatches() {
  return (
    <defs>
      <pattern id="hatch-mask" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="9" height="9" className="hatch-back hatch-of-mask" />
        <line x1="0" y1="0" x2="0" y2="9" className="hatch-line hatch-of-mask" />
      </pattern>
      <pattern id="hatch-object-mask" width="11" height="11" patternUnits="userSpaceOnUse">
        <rect width="11" height="11" className="hatch-back hatch-of-object-mask" />
        <circle cx="3" cy="3" r="1.7" className="hatch-dot hatch-of-object-mask" />
        <circle cx="8.5" cy="8.5" r="1.7" className="hatch-dot hatch-of-object-mask" />
      </pattern>
      <pattern id="hatch-privacy" width="16" height="16" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect width="16" height="16" className="hatch-dark" />
        <line x1="0" y1="0" x2="0" y2="16" className="hatch-line hatch-of-privacy" />
      </pattern>
    </defs>
  )
}
