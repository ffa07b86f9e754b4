import { describeCatalogs } from '../../../testing/describe-catalogs.ts';
import { catalogs } from './words.ts';

describeCatalogs('the words around onboarding', catalogs, { day: '5 March 2027' });
