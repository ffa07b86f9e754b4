/** The attributes of the host page's element that the widget follows while it is shown. */
export interface HostAttributes {
  readonly lang: string | null;
  readonly theme: string | null;
  readonly package: string | null;
}

/** The attributes as the frame's address has them, until the host page tells more. */
export function attributesOfAddress(search: string): HostAttributes {
  const query = new URLSearchParams(search);
  return { lang: query.get('lang'), theme: query.get('theme'), package: query.get('package') };
}

export function isFollowed(name: string): name is keyof HostAttributes {
  return name === 'lang' || name === 'theme' || name === 'package';
}

export function mergeAttributes(known: HostAttributes, changed: Partial<HostAttributes>): HostAttributes {
  const next = { ...known, ...changed };
  return next.lang === known.lang && next.theme === known.theme && next.package === known.package ? known : next;
}
