import { keyOf } from '../keys.js';
import type { Replica, Replicas } from '../replicas.js';
import { bytesOf, Documents, type Fields, FORM, flagOf, numberOf, spread, type Stored, textOf } from './documents.js';
import type { FirestoreOptions } from './inbox.js';

/** The replicas that Java's `FirestoreReplicas` has, below `<prefix>-replicas`: one document per entity. */
export function firestoreReplicas(options: FirestoreOptions): Replicas {
    const documents = new Documents(options.client, `${options.prefix}-replicas`);
    const at = (collection: string, entity: string) =>
        documents.at(keyOf(FORM, collection)).collection(`${options.prefix}-entities`).doc(spread(entity));
    return {
        async get(collection, entity) {
            const stored = await documents.get(at(collection, entity));
            return stored === undefined ? undefined : replicaOf(stored);
        },
        put: (collection, replica) =>
            documents.step<boolean>(at(collection, replica.entity), true, (stored) =>
                stored !== undefined && numberOf(stored, 'version') >= replica.version
                    ? { answer: false }
                    : { next: { fields: fieldsOf(replica) }, answer: true },
            ),
    };
}

/** @internal */
export function fieldsOf({ entity, version, deleted, state }: Replica): Fields {
    return { entity, version, deleted, state };
}

/** @internal */
export function replicaOf(stored: Stored): Replica {
    return {
        entity: textOf(stored, 'entity'),
        version: numberOf(stored, 'version'),
        deleted: flagOf(stored, 'deleted'),
        state: bytesOf(stored, 'state'),
    };
}
