import { describeOnOwnRedis } from '../helpers/redis-server.ts'
import { testRuns } from './run-tests.ts'
import { shortRuns } from './runs.ts'

describeOnOwnRedis('several processes on Redis', () => testRuns(shortRuns('redis')))
