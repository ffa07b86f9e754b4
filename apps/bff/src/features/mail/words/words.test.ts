import { describeCatalogs } from '../../../testing/describe-catalogs.ts';
import { catalogs } from './words.ts';

describeCatalogs('the words of e-mails', catalogs, {
  name: '<b>O’Neill & {x}', tenant: 'Bella', amount: '$1', host: 'h.example', reference: 'BW-1', package: 'Tea \'n\' cake', until: '5 pm',
});
