import { randomUUID } from 'node:crypto';
import {
    type AttributeValue,
    BatchGetItemCommand,
    ConditionalCheckFailedException,
    DeleteItemCommand,
    type DynamoDBClient,
    GetItemCommand,
    PutItemCommand,
    QueryCommand,
    type QueryCommandInput,
    UpdateItemCommand,
    type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { causeOf } from './errors.js';
import { PortError } from '../failures.js';
import type { Change } from '../inbox.js';
import type { Instant } from '../instant.js';
import { FORMAT, mayPass, repeated, requireFormat, stepFrom } from '../stores.js';

export type Item = Record<string, AttributeValue>;

/** A condition of a write. */
export interface Condition {
    readonly ConditionExpression: string;
    readonly ExpressionAttributeNames: Record<string, string>;
    readonly ExpressionAttributeValues?: Item;
}

/** The limit of a BatchGetItem request. */
const MOST_KEYS = 100;

/** One table, with consistent reads. Each item has the version of its form, which this class writes and checks. */
export class Table {
    constructor(
        private readonly client: DynamoDBClient,
        readonly name: string,
    ) {}

    async get(key: Item): Promise<Item | undefined> {
        const { Item } = await this.call(() =>
            this.client.send(new GetItemCommand({ TableName: this.name, Key: key, ConsistentRead: true })),
        );
        return Item === undefined ? undefined : this.known(Item);
    }

    /** The items that exist, in any order. */
    async getAll(keys: readonly Item[], attributes: readonly string[]): Promise<Item[]> {
        const names = Object.fromEntries([...attributes, 'format'].map((name) => [`#${name}`, name]));
        const items: Item[] = [];
        for (let from = 0; from < keys.length; from += MOST_KEYS) {
            let left: Item[] = keys.slice(from, from + MOST_KEYS);
            await this.call(async () => {
                const page = await this.client.send(
                    new BatchGetItemCommand({
                        RequestItems: {
                            [this.name]: {
                                Keys: left,
                                ConsistentRead: true,
                                ProjectionExpression: Object.keys(names).join(', '),
                                ExpressionAttributeNames: names,
                            },
                        },
                    }),
                );
                items.push(...(page.Responses?.[this.name] ?? []));
                left = page.UnprocessedKeys?.[this.name]?.Keys ?? [];
                if (left.length > 0) {
                    throw Object.assign(new Error(`${left.length} keys of a batch were left unread`), {
                        name: 'ProvisionedThroughputExceededException',
                        $fault: 'client',
                    });
                }
            });
        }
        return items.map((item) => this.known(item));
    }

    /** Writes an item and retries if the answer is lost; whether the condition held. */
    put(item: Item, condition?: Condition): Promise<boolean> {
        const whole = { ...item, format: number(FORMAT) };
        return this.holds(() =>
            this.client.send(new PutItemCommand({ TableName: this.name, Item: whole, ...condition })),
        );
    }

    update(input: Omit<UpdateItemCommandInput, 'TableName'>): Promise<boolean> {
        return this.holds(() => this.client.send(new UpdateItemCommand({ TableName: this.name, ...input })));
    }

    delete(key: Item, condition?: Condition): Promise<boolean> {
        return this.holds(() =>
            this.client.send(new DeleteItemCommand({ TableName: this.name, Key: key, ...condition })),
        );
    }

    /** Pages of whole items, or of keys of an index. */
    async *query(input: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<Item> {
        let start: Item | undefined;
        do {
            const page = await this.call(() =>
                this.client.send(
                    new QueryCommand({
                        TableName: this.name,
                        ...input,
                        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
                    }),
                ),
            );
            for (const item of page.Items ?? []) {
                yield input.IndexName === undefined ? this.known(item) : item;
            }
            start = page.LastEvaluatedKey;
        } while (start !== undefined);
    }

    private known(item: Item): Item {
        const format = item.format?.N;
        requireFormat(format === undefined ? undefined : Number(format), `DynamoDB table ${this.name}`);
        return item;
    }

    private async holds(request: () => Promise<unknown>): Promise<boolean> {
        return this.call(async () => {
            try {
                await request();
                return true;
            } catch (failure) {
                if (failure instanceof ConditionalCheckFailedException) {
                    return false;
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
        const { name = '', message = '', $fault } = failure as { name?: string; message?: string; $fault?: string };
        if ($fault === undefined) {
            return `DynamoDB did not answer about table ${this.name}; check the network and the endpoint, then try again: ${message}`;
        }
        const advice: Partial<Record<string, string>> = {
            NOT_FOUND: 'does not exist; deploy it, or correct the prefix or the region',
            THROTTLED: 'gets more requests than its capacity allows; try again later, or raise the capacity',
            DENIED: 'denies access to these credentials; check them and their policy',
            INVALID: 'rejected a request, and a retry will not help',
        };
        return `DynamoDB table ${this.name} ${advice[causeOf(failure)] ?? 'failed; try again'} (${name}: ${message})`;
    }
}

const MOST_REMEMBERED = 4_096;

/**
 * Items of one table, each with a counter of its writes in `version`. A write succeeds only if the counter still has the
 * value read. Each write leaves a stamp: a writer that finds its own stamp after a failed condition knows that an attempt
 * without an answer succeeded.
 */
export class CountedItems {
    private readonly seen = new Map<string, Item>();

    /** @param remembers whether an item's last written form is remembered, so that the next step need not read it */
    constructor(
        private readonly table: Table,
        private readonly remembers: boolean,
    ) {}

    /** @param isNew whether an item that is not remembered is assumed not to exist, instead of being read */
    step<T>(
        key: Item,
        what: string,
        isNew: boolean,
        step: (item: Item | undefined) => Promise<Change<Item, T>> | Change<Item, T>,
    ): Promise<T> {
        const name = JSON.stringify(key);
        const last = this.seen.get(name);
        const guess = last !== undefined || isNew ? { state: last } : undefined;
        return stepFrom<Item | undefined, Item, T>(
            what,
            guess,
            () => this.read(key, name),
            step,
            async (before, next) => {
                const stamp = randomUUID();
                const count = before === undefined ? 0 : numberOf(before, 'version');
                const item = { ...next, version: number(count + 1), stamp: text(stamp) };
                this.seen.delete(name);
                if (await this.table.put(item, unchanged(count))) {
                    this.remember(name, item);
                    return 'written';
                }
                const now = await this.read(key, name);
                return now?.stamp?.S === stamp ? 'written' : { now };
            },
        );
    }

    private async read(key: Item, name: string): Promise<Item | undefined> {
        this.seen.delete(name);
        const item = await this.table.get(key);
        if (item !== undefined) {
            this.remember(name, item);
        }
        return item;
    }

    private remember(name: string, item: Item): void {
        if (this.remembers) {
            this.seen.set(name, item);
            if (this.seen.size > MOST_REMEMBERED) {
                this.seen.delete(this.seen.keys().next().value as string);
            }
        }
    }
}

function unchanged(count: number): Condition {
    const ExpressionAttributeNames = { '#count': 'version' };
    return count === 0
        ? { ConditionExpression: 'attribute_not_exists(#count)', ExpressionAttributeNames }
        : {
              ConditionExpression: '#count = :before',
              ExpressionAttributeNames,
              ExpressionAttributeValues: { ':before': number(count) },
          };
}

export function text(value: string): AttributeValue {
    return { S: value };
}

export function number(value: number | bigint): AttributeValue {
    return { N: String(value) };
}

export function flag(value: boolean): AttributeValue {
    return { BOOL: value };
}

/** Adds a moment, in nanoseconds: exact, and sorted by time. */
export function moment(name: string, at: Instant | undefined): Item {
    return at === undefined ? {} : { [name]: { N: at.toString() } };
}

export function textOf(item: Item, name: string): string {
    return required(item, name).S ?? '';
}

export function numberOf(item: Item, name: string): number {
    return Number(required(item, name).N);
}

export function flagOf(item: Item, name: string): boolean {
    return required(item, name).BOOL === true;
}

export function momentOf(item: Item, name: string): Instant | undefined {
    const value = item[name]?.N;
    return value === undefined ? undefined : BigInt(value);
}

export function required(item: Item, name: string): AttributeValue {
    const value = item[name];
    if (value === undefined) {
        throw new Error(`An item without '${name}' was not written by this store: ${Object.keys(item).join(', ')}`);
    }
    return value;
}
