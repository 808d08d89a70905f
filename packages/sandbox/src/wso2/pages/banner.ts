/** What every page of the WSO2 face says first. */
export const banner = 'Local test environment. This is not WSO2 Identity Server.'
