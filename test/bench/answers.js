/** What the process was started with. */
export const settings = JSON.parse(process.argv[2] ?? '{}')

/** In a child: says that it is ready, and responds to the questions of its parent. Ends with its parent. */
export function answerQuestions(answers) {
  process.on('message', ({ question, detail }) => void answer(answers[question], detail))
  process.on('disconnect', () => process.exit())
  process.send({ answer: 'ready' })
}

async function answer(find, detail) {
  try {
    process.send({ answer: await find(detail) })
  } catch (error) {
    process.send({ error: error.stack })
  }
}
