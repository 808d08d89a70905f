import { testRuns } from './run-tests.ts'
import { shortRuns } from './runs.ts'

describe('several processes on SQLite', () => testRuns(shortRuns('sqlite')))
