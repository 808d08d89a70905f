import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { testRuns } from './run-tests.ts'
import { shortRuns } from './runs.ts'

describeOnPostgres('several processes on PostgreSQL', () => testRuns(shortRuns('postgres')))
