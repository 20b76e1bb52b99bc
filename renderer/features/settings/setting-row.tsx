import type { ReactNode } from 'react'

export function SettingRow({ title, text, children }: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <div className="row">
      <div className="grow">
        <h3>{title}</h3>
        <p className="muted">{text}</p>
      </div>
      {children}
    </div>
  )
}
