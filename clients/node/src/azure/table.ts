import { randomUUID } from 'node:crypto';
import { TableClient, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import { causeOf, codeOf } from './errors.js';
import { PortError } from '../failures.js';
import { formatInstant, type Instant, parseInstant } from '../instant.js';
import { FORMAT, mayPass, repeated, requireFormat } from '../stores.js';

export type Row = Record<string, unknown> & { partitionKey: string; rowKey: string };

/** A stored row, with the ETag that each write changes. */
export type StoredRow = TableEntityResult<Row>;

/** The form of Java's `TableKeys`. */
export const FORM = { kept: '.-', empty: '__', longest: 400 };

export interface Key {
    readonly partitionKey: string;
    readonly rowKey: string;
}

/** A write of one row; `replace` and `merge` only if the stored row still has this ETag. */
export type Write =
    | { readonly kind: 'create' | 'put'; readonly row: Row }
    | { readonly kind: 'replace' | 'merge'; readonly row: Row; readonly etag: string }
    | { readonly kind: 'delete'; readonly row: Key };

/** The service's limit of one entity group transaction. */
export const MOST_WRITES = 100;

const CONDITION_FAILED = new Set([
    'EntityAlreadyExists',
    'UpdateConditionNotSatisfied',
    'ResourceNotFound',
    'EntityNotFound',
]);

/**
 * One table. A failed condition of a write is an answer; other failures are `PortError`s. Each commit leaves a stamp: if its
 * answer is lost, the stored row shows whose write succeeded.
 */
export class Table {
    constructor(
        private readonly client: TableClient,
        private readonly name: string,
    ) {}

    async get(key: Key): Promise<StoredRow | undefined> {
        const found = await this.ifHolds(() => this.client.getEntity<Row>(key.partitionKey, key.rowKey));
        return found === undefined ? undefined : this.known(found);
    }

    /**
     * Writes up to 100 rows of one partition, all or none.
     *
     * @returns the rows' new ETags, in order, where they are known; undefined if a condition did not hold
     */
    async commit(writes: readonly Write[]): Promise<(string | undefined)[] | undefined> {
        const stamp = randomUUID();
        const stamped = writes.find((write) => write.kind !== 'delete');
        const actions = writes.map((write) => actionOf(write, write === stamped ? stamp : undefined));
        const tags = await this.ifHolds(async () => {
            const answer = await this.client.submitTransaction(actions);
            return writes.map((_, at) => answer.subResponses[at]?.etag);
        });
        if (tags !== undefined || stamped === undefined) {
            return tags;
        }
        const stored = await this.get(stamped.row);
        return stored?.stamp === stamp
            ? writes.map((write) => (write === stamped ? stored.etag : undefined))
            : undefined;
    }

    /** Rows of a partition from one key (inclusive) to another (exclusive), in order; pages are read on demand. */
    async *range(partition: string, from: string, to: string, most: number): AsyncGenerator<StoredRow> {
        const filter = `PartitionKey eq '${partition}' and RowKey ge '${from}' and RowKey lt '${to}'`;
        const maxPageSize = Math.max(1, Math.min(most, 1_000));
        let continuationToken: string | undefined;
        do {
            const settings = continuationToken === undefined ? { maxPageSize } : { maxPageSize, continuationToken };
            // A new iterator for each attempt: one that has thrown answers that there are no more pages.
            const page = await this.call(() =>
                this.client.listEntities<Row>({ queryOptions: { filter } }).byPage(settings).next(),
            );
            if (page.done === true) {
                return;
            }
            for (const row of page.value) {
                yield this.known(row);
            }
            continuationToken = page.value.continuationToken;
        } while (continuationToken !== undefined);
    }

    private known(row: StoredRow): StoredRow {
        requireFormat(row.format, `table ${this.name}`);
        return row;
    }

    private ifHolds<T>(request: () => Promise<T>): Promise<T | undefined> {
        return this.call(async () => {
            try {
                return await request();
            } catch (failure) {
                if (CONDITION_FAILED.has(codeOf(failure) ?? '')) {
                    return undefined;
                }
                throw failure;
            }
        });
    }

    private async call<T>(request: () => Promise<T>): Promise<T> {
        try {
            return await repeated((failure) => mayPass(causeOf(failure)), request);
        } catch (failure) {
            throw failure instanceof PortError ? failure : new PortError(this.message(failure), { cause: failure });
        }
    }

    private message(failure: unknown): string {
        const { statusCode, message = '' } = failure as { statusCode?: number; message?: string };
        if (statusCode === undefined) {
            return `Table Storage did not answer about table ${this.name}; check the network and the endpoint, then try again: ${message}`;
        }
        const advice: Partial<Record<string, string>> = {
            NOT_FOUND: 'does not exist; deploy it, or correct the prefix or the account',
            THROTTLED: 'gets more requests than its partitions allow; try again later',
            DENIED: 'denies access to these credentials; check them and their role',
            TOO_LARGE: 'rejected a request, and a retry will not help',
            INVALID: 'rejected a request, and a retry will not help',
        };
        return `Table ${this.name} ${advice[causeOf(failure)] ?? 'failed; try again'} (${codeOf(failure)}: ${message})`;
    }
}

function actionOf(write: Write, stamp: string | undefined): TransactionAction {
    if (write.kind === 'delete') {
        return ['delete', { ...write.row }];
    }
    const row = { ...write.row, format: FORMAT, ...(stamp === undefined ? {} : { stamp }) };
    switch (write.kind) {
        case 'create':
            return ['create', row];
        case 'put':
            return ['upsert', row, 'Replace'];
        case 'replace':
            return ['update', row, 'Replace', { etag: write.etag }];
        case 'merge':
            return ['update', row, 'Merge', { etag: write.etag }];
    }
}

/** The limit of one binary property. */
const PIECE = 64 * 1024;

/** A longer text is stored as bytes, as Java does. */
const MOST_CHARACTERS = 4_000;

/** Bytes; each further 64 KiB goes into another property: `name1`, `name2` and so on. */
export function bytesCells(name: string, value: Uint8Array): Record<string, Uint8Array> {
    const cells: Record<string, Uint8Array> = { [name]: value.subarray(0, PIECE) };
    for (let piece = 1; piece * PIECE < value.length; piece++) {
        cells[`${name}${piece}`] = value.subarray(piece * PIECE, (piece + 1) * PIECE);
    }
    return cells;
}

export function bytesOf(row: StoredRow, name: string): Buffer {
    const all = [required(row, name) as Uint8Array];
    for (let piece = 1; (all.at(-1)?.length ?? 0) === PIECE && row[`${name}${piece}`] instanceof Uint8Array; piece++) {
        all.push(row[`${name}${piece}`] as Uint8Array);
    }
    return Buffer.concat(all);
}

export function longTextCells(name: string, value: string): Record<string, unknown> {
    return value.length <= MOST_CHARACTERS ? { [name]: value } : bytesCells(`${name}Long`, Buffer.from(value, 'utf8'));
}

export function longTextOf(row: StoredRow, name: string): string {
    return typeof row[name] === 'string' ? row[name] : bytesOf(row, `${name}Long`).toString('utf8');
}

/** A moment as text: exact and readable. */
export function momentCell(name: string, at: Instant | undefined): Record<string, string> {
    return at === undefined ? {} : { [name]: formatInstant(at) };
}

export function momentOf(row: StoredRow, name: string): Instant | undefined {
    return typeof row[name] === 'string' ? parseInstant(row[name]) : undefined;
}

export function textOf(row: StoredRow, name: string): string {
    return String(required(row, name));
}

export function numberOf(row: StoredRow, name: string): number {
    return Number(required(row, name));
}

export function flagOf(row: StoredRow, name: string): boolean {
    return required(row, name) === true;
}

function required(row: StoredRow, name: string): unknown {
    const value = row[name];
    if (value === undefined || value === null) {
        throw new Error(
            `An entity without '${name}' was not written by this store: ${row.partitionKey}, ${row.rowKey}`,
        );
    }
    return value;
}

/** The clients of a connection string, or your own, such as with a managed identity. */
export interface TablesOptions {
    readonly connectionString?: string;
    /** Best with `retryOptions: { maxRetries: 0 }`. */
    readonly client?: (table: string) => TableClient;
    /** Of the tables' names: `<prefix>inbox`, `<prefix>parking` and `<prefix>lanes`. */
    readonly prefix: string;
    /** The most events of a lane. Default: 1,000. */
    readonly room?: number;
}

export function tableOf(options: TablesOptions, name: string): Table {
    const full = options.prefix + name;
    const client =
        options.client?.(full) ??
        TableClient.fromConnectionString(options.connectionString ?? '', full, {
            retryOptions: { maxRetries: 0 },
            allowInsecureConnection: true,
        });
    return new Table(client, full);
}
