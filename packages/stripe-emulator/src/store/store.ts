import type { Change } from './journal.ts';
import { Journal, readJournal } from './journal.ts';
import type { Kind, Records } from './records.ts';

type AnyRecord = Records[Kind];

/** The emulator's state: collections of records in memory, every commit of them in a journal. */
export class Store {
  readonly #collections = new Map<Kind, Map<string, AnyRecord>>();
  readonly #idsByOwner = new Map<string, string[]>();
  readonly #watchers = new Map<Kind, (record: AnyRecord) => void>();
  readonly #journal: Journal | null;
  #pending: Change[] = [];

  private constructor(journal: Journal | null) {
    this.#journal = journal;
  }

  /** Opens the state in a file, or a state that lives in memory only when there is none. */
  static open(path: string | undefined): Store {
    if (path === undefined) return new Store(null);
    const store = new Store(new Journal(path));
    for (const changes of readJournal(path)) for (const change of changes) store.#apply(change);
    store.compact();
    return store;
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#collection(kind).get(id);
  }

  put<K extends Kind>(kind: K, id: string, record: Records[K]): void {
    const change: Change = [kind, id, record];
    this.#apply(change);
    this.#pending.push(change);
    this.#watchers.get(kind)?.(record);
  }

  /** Has every record of a collection that is put from now on told to one listener. */
  watch<K extends Kind>(kind: K, listener: (record: Records[K]) => void): void {
    this.#watchers.set(kind, listener as (record: AnyRecord) => void);
  }

  delete(kind: Kind, id: string): void {
    const change: Change = [kind, id, null];
    this.#apply(change);
    this.#pending.push(change);
  }

  /** Every record of a collection, oldest first. */
  all<K extends Kind>(kind: K): IterableIterator<Records[K]> {
    return this.#collection(kind).values();
  }

  /** Every key of a collection; records may be deleted while walking it. */
  keys(kind: Kind): IterableIterator<string> {
    return this.#collection(kind).keys();
  }

  /** The records of one account (or the deliveries of one event), newest first. */
  *newestOf<K extends Kind>(kind: K, owner: string): Generator<Records[K]> {
    const ids = this.#idsByOwner.get(indexKey(kind, owner)) ?? [];
    for (let index = ids.length - 1; index >= 0; index -= 1) {
      const record = this.get(kind, ids[index] ?? '');
      if (record !== undefined) yield record;
    }
  }

  /** Writes what changed since the last commit; call it before acknowledging anything. */
  commit(): void {
    const changes = this.#pending;
    if (changes.length === 0) return;
    this.#pending = [];
    this.#journal?.append(changes);
    if (this.#journal?.compactionDue === true) this.compact();
  }

  compact(): void {
    this.#journal?.rewrite(this.#commits());
  }

  close(): void {
    this.commit();
    this.#journal?.close();
  }

  *#commits(): Generator<readonly Change[]> {
    for (const [kind, records] of this.#collections) {
      for (const [id, record] of records) yield [[kind, id, record]];
    }
  }

  #apply([kind, id, value]: Change): void {
    const records = this.#collection(kind as Kind) as Map<string, AnyRecord>;
    if (value === null) {
      records.delete(id);
      return;
    }
    const record = value as AnyRecord;
    if (!records.has(id)) this.#index(kind as Kind, id, record);
    records.set(id, record);
  }

  #index(kind: Kind, id: string, record: AnyRecord): void {
    const owner = ownerOf(record);
    if (owner === null) return;
    const key = indexKey(kind, owner);
    const ids = this.#idsByOwner.get(key);
    if (ids) ids.push(id);
    else this.#idsByOwner.set(key, [id]);
  }

  #collection<K extends Kind>(kind: K): Map<string, Records[K]> {
    let records = this.#collections.get(kind);
    if (!records) {
      records = new Map();
      this.#collections.set(kind, records);
    }
    return records as Map<string, Records[K]>;
  }
}

function indexKey(kind: Kind, owner: string): string {
  return `${kind} ${owner}`;
}

function ownerOf(record: AnyRecord): string | null {
  if ('account' in record) return record.account;
  return 'event' in record ? record.event : null;
}
