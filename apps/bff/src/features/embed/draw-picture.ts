import type { FirstView } from '@mais/contract';
import type { ChosenLanguage } from '@mais/languages';
import type { Logger } from '../../platform/log.ts';
import type { FirstPicture, WidgetBuild } from './widget-assets.ts';

/** Draws the first view; a page without a picture works as well, only later, so a failure is logged and no more. */
export async function drawPicture(
  deps: { readonly log: Logger },
  { draw }: WidgetBuild,
  page: { readonly view: FirstView; readonly language: ChosenLanguage; readonly preset: string | undefined },
): Promise<FirstPicture | null> {
  if (draw === null) return null;
  try {
    return await draw(page.view, page.language, page.preset ?? null);
  } catch (error) {
    deps.log.error({ err: error, tenant: page.view.config.tenant.slug }, 'the first view could not be drawn');
    return null;
  }
}
