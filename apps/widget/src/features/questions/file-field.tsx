import { ApiProblem } from '@mais/api-client';
import { Announced, Button, TextField, type TextFieldProps } from '@mais/ui';
import { useEffect, useRef, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import type { MessageKey } from '../../messages/en.ts';
import { FILE_TYPES, MAX_FILE_BYTES } from './file-limits.ts';
import { UNFINISHED, readFileDraft, toFileDraft } from './file-draft.ts';
import { sendFile } from './send-file.ts';
import { takeFileBack } from './take-file-back.ts';

export interface FileFieldProps extends Pick<TextFieldProps, 'label' | 'mark' | 'hint' | 'error' | 'required'> {
  /** see `file-draft.ts` */
  value: string;
  onChange: (value: string) => void;
}

interface Sending {
  readonly name: string;
  /** 0 to 1 */
  readonly progress: number;
}

/** A file is sent as soon as it is chosen, for the time that is held; its answer is the id that the server gives it. */
export function FileField({ value, onChange, hint, error, ...field }: FileFieldProps) {
  const { firstView, flow } = useServices();
  const { say } = useReader();
  const { hold } = useFlow();
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const stop = useRef<AbortController | null>(null);
  const uploaded = readFileDraft(value);
  const isOfHold = uploaded !== null && uploaded.holdId === hold?.id;
  const mode = sending !== null ? 'sending' : isOfHold ? 'uploaded' : 'empty';
  const row = useFocusThatStays(mode);
  // Sent too early, or refused by the server since.
  const unready = mode === 'empty' || error === undefined ? undefined : mode === 'sending' ? say('file.wait') : error;

  // Another time is another hold, which has no files yet; and what a reload broke off is sent again by whoever chooses it.
  const isStale = value !== '' && mode === 'empty';
  useEffect(() => {
    if (isStale && stop.current === null) onChange('');
  }, [isStale, onChange]);
  useEffect(() => () => stop.current?.abort(), []);

  const tenant = { key: firstView.key, slug: firstView.config.tenant.slug };

  function remove(): void {
    if (uploaded !== null && hold !== null) takeFileBack(uploaded.fileId, { tenant, hold });
    onChange('');
  }

  async function choose(file: File | undefined): Promise<void> {
    if (file === undefined || hold === null) return;
    const wrong = !(FILE_TYPES as readonly string[]).includes(file.type) ? 'file.wrongKind' : file.size > MAX_FILE_BYTES ? 'file.tooLarge' : null;
    setProblem(wrong);
    if (wrong !== null) return;
    const controller = new AbortController();
    stop.current = controller;
    setSending({ name: file.name, progress: 0 });
    onChange(UNFINISHED);
    try {
      const kept = await sendFile(file, { tenant, hold, signal: controller.signal, onProgress: (progress) => setSending({ name: file.name, progress }) });
      onChange(toFileDraft({ holdId: hold.id, fileId: kept.id, name: kept.name }));
    } catch (reason) {
      // Also when the step was left: whoever comes back finds the field empty.
      onChange('');
      if (controller.signal.aborted) return;
      const code = reason instanceof ApiProblem ? reason.code : '';
      if (code === 'hold_expired' || code === 'hold_not_active') flow.dispatch({ type: 'hold_ran_out' });
      setProblem(wordsFor(code));
    } finally {
      stop.current = null;
      setSending(null);
    }
  }

  return (
    <div ref={row} className="mais-file">
      {mode === 'empty'
        ? (
          <TextField
            {...field} type="file" accept={FILE_TYPES.join()} disabled={hold === null || hold.hasExpired} error={problem === null ? error : say(problem)}
            hint={<>{hint} {say('file.hint')}</>} onChange={(event) => void choose(event.currentTarget.files?.[0])}
          />
        )
        : (
          <fieldset className="mais-file__kept">
            <legend className="mais-field__label">{field.label}</legend>
            <div className="mais-file__row">
              <bdi className="mais-file__name">{sending?.name ?? uploaded?.name}</bdi>
              {sending !== null && <progress value={sending.progress} aria-label={say('file.sending', { name: sending.name })} />}
              {sending === null
                ? <Button variant="quiet" size="small" aria-label={say('file.removeNamed', { name: uploaded?.name ?? '' })} onClick={remove}>{say('file.remove')}</Button>
                : <Button variant="quiet" size="small" onClick={() => stop.current?.abort()}>{say('file.stop')}</Button>}
            </div>
            {unready !== undefined && <p className="mais-field__error">{unready}</p>}
          </fieldset>
        )}
      <Announced className="mais-file__news">
        {unready ?? (sending !== null ? say('file.sending', { name: sending.name }) : isOfHold ? say('file.sent', { name: uploaded.name }) : problem !== null ? say(problem) : null)}
      </Announced>
    </div>
  );
}

/** What had the focus is replaced; whoever goes by keyboard stays where they were. */
function useFocusThatStays(mode: string) {
  const row = useRef<HTMLDivElement>(null);
  const before = useRef(mode);
  useEffect(() => {
    // Only where nothing else has taken it meanwhile.
    if (before.current !== mode && (document.activeElement === null || document.activeElement === document.body)) row.current?.querySelector<HTMLElement>('input, button')?.focus();
    before.current = mode;
  }, [mode]);
  return row;
}

function wordsFor(code: string): MessageKey {
  switch (code) {
    case 'file_not_accepted': return 'file.wrongKind';
    case 'payload_too_large': return 'file.tooLarge';
    case 'too_many_files': return 'file.tooMany';
    case 'file_space_full': return 'file.noSpace';
    default: return 'file.failed';
  }
}
