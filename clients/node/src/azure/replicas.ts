import { keyOf, part } from '../keys.js';
import type { Replica, Replicas } from '../replicas.js';
import { stepFrom } from '../stores.js';
import {
    bytesCells,
    bytesOf,
    FORM,
    type Key,
    flagOf,
    numberOf,
    type Row,
    type StoredRow,
    type TablesOptions,
    tableOf,
    textOf,
} from './table.js';

/** The replicas that Java's `TableReplicas` has, in the table `<prefix>replicas`: one entity per entity. */
export function tableReplicas(options: TablesOptions): Replicas {
    const table = tableOf(options, 'replicas');
    const at = (collection: string, entity: string): Key => ({
        partitionKey: `${part(entity)}~${keyOf(FORM, collection)}`,
        rowKey: keyOf(FORM, entity),
    });
    return {
        async get(collection, entity) {
            const row = await table.get(at(collection, entity));
            return row === undefined ? undefined : replicaOf(row);
        },
        put: (collection, replica) =>
            stepFrom<StoredRow | undefined, Row, boolean>(
                `Replica ${replica.entity} of ${collection}`,
                { state: undefined },
                () => table.get(at(collection, replica.entity)),
                (stored) =>
                    stored !== undefined && numberOf(stored, 'version') >= replica.version
                        ? { answer: false }
                        : { next: rowOf(at(collection, replica.entity), replica), answer: true },
                async (before, row) => {
                    const tags = await table.commit([
                        before === undefined ? { kind: 'create', row } : { kind: 'replace', row, etag: before.etag },
                    ]);
                    return tags === undefined ? { now: await table.get(row) } : 'written';
                },
            ),
    };
}

/** @internal */
export function rowOf(key: Key, { entity, version, deleted, state }: Replica): Row {
    return { ...key, entity, version: BigInt(version), deleted, ...bytesCells('state', state) };
}

/** @internal */
export function replicaOf(row: StoredRow): Replica {
    return {
        entity: textOf(row, 'entity'),
        version: numberOf(row, 'version'),
        deleted: flagOf(row, 'deleted'),
        state: bytesOf(row, 'state'),
    };
}
