/** Another service's entity at one version, or its tombstone. */
export interface Replica {
    /** 1 to 128 characters. */
    readonly entity: string;
    /** At least 1; grows with every change, and continues after deletion. */
    readonly version: number;
    readonly deleted: boolean;
    /** The state as its owner encodes it; empty in a tombstone. */
    readonly state: Uint8Array;
}

/** Stores replicas on the rows that Java writes: the highest version of an entity wins, by one conditional write. */
export interface Replicas {
    get(collection: string, entity: string): Promise<Replica | undefined>;
    /** Whether the replica was stored; false if the same or a higher version is. */
    put(collection: string, replica: Replica): Promise<boolean>;
}
