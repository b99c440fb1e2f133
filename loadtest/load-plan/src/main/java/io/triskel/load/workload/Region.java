package io.triskel.load.workload;

/** Where the services stand, as far as prices and quotas differ by it. */
public enum Region {
    US,
    EU
}
