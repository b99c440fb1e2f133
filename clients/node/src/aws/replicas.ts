import { randomUUID } from 'node:crypto';
import { part } from '../keys.js';
import type { Replica, Replicas } from '../replicas.js';
import type { DynamoDbOptions } from './inbox.js';
import { flag, flagOf, type Item, number, numberOf, required, Table, text, textOf } from './table.js';

/** The replicas that Java's `DynamoDbReplicas` has, in the table `<prefix>-replicas`: one item per entity. */
export function dynamoDbReplicas(options: DynamoDbOptions): Replicas {
    const table = new Table(options.client, `${options.prefix}-replicas`);
    return {
        async get(collection, entity) {
            const item = await table.get(keyOf(collection, entity));
            return item === undefined ? undefined : replicaOf(item);
        },
        async put(collection, replica) {
            const stamp = randomUUID();
            const item = { ...itemOf(collection, replica), stamp: text(stamp) };
            const newest = await table.put(item, {
                ConditionExpression: 'attribute_not_exists(#version) OR #version < :version',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': number(replica.version) },
            });
            return newest || (await table.get(keyOf(collection, replica.entity)))?.stamp?.S === stamp;
        },
    };
}

function keyOf(collection: string, entity: string): Item {
    return { part: text(`${part(entity)}:${collection}`), entity: text(entity) };
}

/** @internal */
export function itemOf(collection: string, replica: Replica): Item {
    return {
        ...keyOf(collection, replica.entity),
        version: number(replica.version),
        deleted: flag(replica.deleted),
        state: { B: replica.state },
    };
}

/** @internal */
export function replicaOf(item: Item): Replica {
    return {
        entity: textOf(item, 'entity'),
        version: numberOf(item, 'version'),
        deleted: flagOf(item, 'deleted'),
        state: required(item, 'state').B as Uint8Array,
    };
}
