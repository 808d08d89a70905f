import { testRuns } from './run-tests.ts'
import { smokeRuns } from './runs.ts'

describe('both adapters in one process', () => testRuns(smokeRuns))
