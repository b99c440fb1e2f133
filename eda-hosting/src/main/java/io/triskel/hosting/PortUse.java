package io.triskel.hosting;

/** A function's use of a port, as finely as the services' permissions can tell uses apart. */
public enum PortUse {
    /** Reads keys of personal data that are there. */
    READ_KEYS,
    /** Makes keys of personal data, or drops them. */
    WRITE_KEYS,
    /** Reads event streams, appends to them, and takes the lease under which commits are published. */
    STREAMS,
    /** Finds streams whose commits may not be published yet. */
    DIRTY_STREAMS,
    /** Reads and writes snapshots of streams. */
    SNAPSHOTS,
    /** Claims events and completes them. */
    INBOX,
    /** Parks events. */
    PARK,
    /** Asks which lanes are parked, and parks events behind those that are. */
    PARK_BEHIND,
    /** Lists parked lanes and replays them. */
    REPLAY,
    /** Finds parked lanes whose replay is due. */
    DUE_LANES,
    /** Reads replicas one by one. */
    READ_REPLICAS,
    /** Writes replicas. */
    WRITE_REPLICAS,
    /** Reads rows of views one by one. */
    READ_ROWS,
    /** Lists rows of views. */
    LIST_ROWS,
    /** Writes rows of views. */
    WRITE_ROWS,
    /** Reads and writes instances of sagas. */
    SAGAS,
    /** Finds sagas that have a timer due, or commands to send. */
    WAITING_SAGAS,
    /** Publishes events. */
    PUBLISH,
    /** Follows links to orders, which the HTTP function answers. */
    LOOK_UP
}
