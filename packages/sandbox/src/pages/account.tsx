import type { VNode } from 'preact'
import type { Seller } from '../registry/seller.ts'
import { Monogram } from './monogram.tsx'
import { countryName, type Language } from './words.ts'

/** A person at a glance: initials, name, country. For use in a label, a link or a heading. */
export function Account({ seller, language }: { seller: Seller; language: Language }): VNode {
  return (
    <span class="account">
      <Monogram name={seller.nickname} />
      <span class="name">{seller.nickname}</span>
      <small>{countryName(seller.countryId, language)}</small>
    </span>
  )
}
