package io.triskel.load.size.offer;

/** What a meter counts, per hour. The code knows how to compute each of them; an offer says which ones are charged. */
public enum Quantity {
    /** Hours of the units that are bought, or of instances. */
    UNITS,
    /** Units times consumers. */
    CONSUMER_UNITS,
    /** Hours of the vCPUs of all instances. */
    UNIT_VCPUS,
    /** Hours of the gigabytes of all instances. */
    UNIT_GIGABYTES,
    /** Hours of a single thing, whatever the load. */
    ONE,
    /** Events, each as many as it has steps. */
    EVENTS,
    /** Bytes published; each event rounded up to a step, if there is one. */
    BYTES_IN,
    /** Bytes published, times consumers. */
    BYTES_OUT,
    /** Bytes published with their envelope; low if many share a request, otherwise at least the smallest request. */
    REQUEST_BYTES_IN,
    /** Bytes delivered with their envelope, each event a request. */
    REQUEST_BYTES_OUT,
    /** Bytes delivered with their envelope, many to a request. */
    MESSAGE_BYTES_OUT,
    /** Bytes published once with their envelope, to an archive. */
    MESSAGE_BYTES,
    /** Byte-months that the bus keeps. */
    KEPT,
    /** Byte-months that an archive keeps. */
    ARCHIVED,
    /** Calls of functions. */
    CALLS,
    /** Memory times billed time. */
    GB_SECONDS,
    /** Memory of instances that are ready all the time. */
    READY_GB_SECONDS,
    VCPU_SECONDS,
    GIB_SECONDS,
    /** Capacity for the units that the meter named by {@code instead} counts one by one. */
    CAPACITY;

    @Override
    public String toString() {
        return Words.of(this);
    }
}
