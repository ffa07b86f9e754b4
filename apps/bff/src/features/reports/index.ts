export { readCommission, readOutstanding, readPayouts } from './read-report.ts';
export { reportRoutes } from './routes.ts';
