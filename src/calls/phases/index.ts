import type { Phase } from '../model.ts';
import type { PhaseTable } from '../table.ts';
import { conference } from './conference.ts';
import { dialling } from './dialling.ts';
import { emergency } from './emergency.ts';
import { ended } from './ended.ts';
import { farewell } from './farewell.ts';
import { greeting } from './greeting.ts';
import { menu } from './menu.ts';
import { offering } from './offering.ts';
import { queued } from './queued.ts';
import { survey } from './survey.ts';
import { talking } from './talking.ts';

/** Phase × event, whole: `docs/call-table.md` is printed from it. */
export const phases: { readonly [P in Phase]: PhaseTable<P> } = {
  greeting,
  menu,
  queued,
  offering,
  dialling,
  talking,
  emergency,
  conference,
  survey,
  farewell,
  ended,
};
