package io.triskel.azure.eventhubs;

/** Thrown at the SDK, which then closes the partition here: somebody else owns it. */
final class PartitionLostException extends RuntimeException {
    PartitionLostException(String partition) {
        super("Partition " + partition + " belongs to another processor now");
    }
}
