/** Checks of what the calling code passes in: `"option" must …`, with Node's own code and the option's name. */

export function invalidType(option: string, rule: string): TypeError {
  const code = 'ERR_INVALID_ARG_TYPE'
  return Object.assign(new TypeError(`"${option}" ${rule}`), { code, option })
}

export function invalidValue(option: string, rule: string): TypeError {
  const code = 'ERR_INVALID_ARG_VALUE'
  return Object.assign(new TypeError(`"${option}" ${rule}`), { code, option })
}
