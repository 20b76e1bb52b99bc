import { type Document, type Node, visit } from 'yaml'

/**
 * Writes every alias (`*name`) out as a copy of what it stands for. For edits that take away the anchor others refer to: the file stays valid,
 * and the others keep what they had.
 */
export function expandAliases(document: Document): void {
  visit(document, {
    Alias(_key, alias) {
      const target = alias.resolve(document) as Node | undefined
      if (!target) return undefined
      const copy = target.clone() as Node
      withoutAnchor(copy)
      visit(copy, { Node: (_inner, node) => withoutAnchor(node) })
      return copy
    },
  })
}

function withoutAnchor(node: object): undefined {
  if ('anchor' in node) delete node.anchor
}

/** What the yaml package says when it is to write an alias whose anchor is gone. */
export const isUnresolvedAlias = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Unresolved alias')
