import type { Branding } from '@mais/contract';

/** What an e-mail shows, in its reader's words; nothing of it is HTML. */
export interface MailContent {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly Line[];
  /** What was sold; empty where money isn't the matter. */
  readonly lines: readonly Line[];
  readonly totals: readonly Line[];
  /** The first one stands out. */
  readonly actions: readonly Link[];
  /** Other ways to do the same. */
  readonly links: readonly Link[];
  /** Above everything, such as that it is a test. */
  readonly notice: string | null;
  readonly small: readonly string[];
}

export interface Line {
  readonly label: string;
  readonly value: string;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface MailLook {
  readonly tenantName: string;
  readonly branding: Pick<Branding, 'primary' | 'font' | 'radius'>;
  /** An absolute address; null for the name alone. */
  readonly logoUrl: string | null;
  /** A language tag for `lang`. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
}

const fonts: Readonly<Record<Branding['font'], string>> = {
  system: 'Helvetica, Arial, sans-serif',
  serif: 'Georgia, &quot;Times New Roman&quot;, serif',
  rounded: '&quot;Trebuchet MS&quot;, Helvetica, Arial, sans-serif',
  mono: '&quot;Courier New&quot;, monospace',
};

const radii: Readonly<Record<Branding['radius'], number>> = { none: 0, small: 4, medium: 8, large: 14 };

/** Tables and inline styles: what mail programs of the last twenty years agree on. */
export function layOutHtml(content: MailContent, look: MailLook): string {
  const { primary, font, radius } = look.branding;
  const onPrimary = readableOn(primary);
  const corner = radii[radius];
  const start = look.direction === 'rtl' ? 'right' : 'left';
  const end = look.direction === 'rtl' ? 'left' : 'right';
  const head = look.logoUrl === null
    ? `<span style="font-size:20px;font-weight:bold;color:${onPrimary}">${escape(look.tenantName)}</span>`
    : `<img src="${escape(look.logoUrl)}" alt="${escape(look.tenantName)}" height="40" style="height:40px;max-width:240px;border:0;color:${onPrimary}">`;
  const row = ({ label, value }: Line, strong = false): string => `<tr>
<td dir="auto" style="padding:6px 0;text-align:${start};color:#4b5563">${escape(label)}</td>
<td dir="auto" style="padding:6px 0;padding-${start}:16px;text-align:${end};color:#111827${strong ? ';font-weight:bold' : ''}">${escape(value)}</td>
</tr>`;
  return `<!doctype html>
<html lang="${escape(look.locale)}" dir="${look.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escape(content.title)}</title>
</head>
<body style="margin:0;padding:0;background:#f3f4f6">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" dir="${look.direction}" style="background:#f3f4f6;font-family:${fonts[font]};line-height:1.5">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:560px;background:#ffffff;border-radius:${corner}px;overflow:hidden">
<tr><td style="padding:18px 24px;background:${primary};text-align:${start}">${head}</td></tr>
${content.notice === null ? '' : `<tr><td style="padding:8px 24px;background:#fef3c7;color:#78350f;font-size:14px;text-align:${start}">${escape(content.notice)}</td></tr>`}
<tr><td style="padding:24px;text-align:${start};color:#111827;font-size:16px">
<h1 style="margin:0 0 12px;font-size:22px;line-height:1.3;color:#111827">${escape(content.title)}</h1>
${content.paragraphs.map((text) => `<p style="margin:0 0 12px">${escape(text)}</p>`).join('\n')}
${table(content.facts.map((line) => row(line, true)))}
${table([...content.lines.map((line) => row(line)), ...content.totals.map((line) => row(line, true))])}
${content.actions.map(({ label, url }, index) => index === 0
    ? `<p style="margin:24px 0 0"><a href="${escape(url)}" style="display:inline-block;padding:12px 20px;background:${primary};color:${onPrimary};border-radius:${corner}px;text-decoration:none;font-weight:bold">${escape(label)}</a></p>`
    : `<p style="margin:16px 0 0"><a href="${escape(url)}" style="color:#111827;font-weight:bold">${escape(label)}</a></p>`).join('\n')}
${content.links.length === 0 ? '' : `<p style="margin:14px 0 0;font-size:14px">${content.links.map(link).join(' &nbsp; ')}</p>`}
</td></tr>
</table>
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:560px">
<tr><td style="padding:16px 24px;text-align:${start};color:#4b5563;font-size:13px">
${content.small.map((text) => `<p dir="auto" style="margin:0 0 8px">${escape(text).replaceAll('\n', '<br>')}</p>`).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function table(rows: readonly string[]): string {
  if (rows.length === 0) return '';
  return `<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="border-top:1px solid #e5e7eb;margin-top:16px;padding-top:10px;font-size:15px">${rows.join('\n')}</table>`;
}

/** The same for programs that show text alone. */
export function layOutText(content: MailContent, look: Pick<MailLook, 'tenantName'>): string {
  const parts = [
    content.notice ?? '', content.title, ...content.paragraphs, block(content.facts), block([...content.lines, ...content.totals]),
    [...content.actions, ...content.links].map(({ label, url }) => `${label}: ${url}`).join('\n'),
    `-- \n${[look.tenantName, ...content.small].join('\n')}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function link({ label, url }: Link): string {
  return `<a href="${escape(url)}" style="color:#374151">${escape(label)}</a>`;
}

function block(lines: readonly Line[]): string {
  return lines.map(({ label, value }) => `${label}: ${value}`).join('\n');
}

/** Black or white, whichever has more contrast. @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function readableOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
