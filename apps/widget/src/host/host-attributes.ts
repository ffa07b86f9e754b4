/** The attributes of the host page's element that the widget follows while it is shown. */
export interface HostAttributes {
  readonly lang: string | null;
  readonly theme: string | null;
  readonly package: string | null;
}

/** The attributes as the frame's address has them, until the host page tells more. */
export function attributesOfAddress(search: string): HostAttributes {
  const query = new URLSearchParams(search);
  // The loader writes what isn't set as an empty parameter.
  return { lang: query.get('lang') || null, theme: query.get('theme') || null, package: query.get('package') || null };
}

export function isFollowed(name: string): name is keyof HostAttributes {
  return name === 'lang' || name === 'theme' || name === 'package';
}

export function mergeAttributes(known: HostAttributes, changed: Partial<HostAttributes>): HostAttributes {
  const next = { ...known, ...changed };
  return next.lang === known.lang && next.theme === known.theme && next.package === known.package ? known : next;
}
