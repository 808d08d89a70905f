import { describeOnMysql } from '../helpers/mariadb-server.ts'
import { testRuns } from './run-tests.ts'
import { shortRuns } from './runs.ts'

describeOnMysql('several processes on MySQL', () => testRuns(shortRuns('mysql')))
