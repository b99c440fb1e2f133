package io.triskel.azure.eventhubs;

/** Thrown to the SDK if another process owns the partition: the SDK then closes the partition in this process. */
final class PartitionLostException extends RuntimeException {
    PartitionLostException(String partition) {
        super("Partition " + partition + " now belongs to another processor");
    }
}
