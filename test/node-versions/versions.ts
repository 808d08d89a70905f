/** The oldest and the newest of every line that is supported; the workflows run on the same. */
export const nodeVersions: readonly string[] = ['20.19.0', '20', '22.12.0', '22', '24', '26']
